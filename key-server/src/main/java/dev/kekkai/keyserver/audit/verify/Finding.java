package dev.kekkai.keyserver.audit.verify;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something in an audit log that is not as the servers wrote it.
 *
 * @param kind what is wrong
 * @param chain in which chain; null where it is in none
 * @param sequence the first entry that it concerns; 0 for the chain's beginning, or where it
 *     concerns no entry
 * @param detail for people
 */
public record Finding(Kind kind, @Nullable UUID chain, long sequence, String detail) {

  /** What is wrong. */
  public enum Kind {
    /** Something that is no row of an audit log at all. */
    UNREADABLE,
    /** A chain is missing: its number, its beginning, or all of it. */
    CHAIN_MISSING,
    /** A chain's beginning does not say what it has to. */
    CHAIN_CHANGED,
    /** Entries are missing. */
    ENTRY_MISSING,
    /** An entry's bytes do not give its hash, or are no entry. */
    ENTRY_CHANGED,
    /** Entries or seals are there twice, out of their order, or after the chain's end. */
    OUT_OF_ORDER,
    /** Entries are not those that a seal was made over. */
    NOT_AS_SEALED,
    /** A seal is missing. */
    SEAL_MISSING,
    /** A seal has a signature that its key did not make, or says other things than its row. */
    SEAL_FORGED,
    /** A seal names a key that was not given: another one is needed, or it is forged. */
    SEAL_KEY_UNKNOWN,
    /** The witness has no seal of this log at all. */
    WITNESS_USELESS
  }

  /**
   * In one line.
   *
   * @return for instance {@code chain 0198…, entry 57: ENTRY_CHANGED: its bytes do not …}
   */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%s%s: %s: %s",
        chain == null ? "the log" : "chain " + chain,
        sequence == 0 ? "" : ", entry " + sequence,
        kind,
        detail);
  }
}
