package dev.kekkai.keyserver.audit.verify;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one chain.
 *
 * @param chain its id
 * @param number its place in the line of all chains; 0 when its beginning is missing
 * @param server who wrote it; null when its beginning is missing
 * @param entries how many entries are there
 * @param seals how many seals are there
 * @param lastSequence the last entry there; 0 for none
 * @param sealedTo the last entry under a good seal; -1 when not even the start is
 * @param witnessedTo the last entry under a seal that the witness has too; -1 for none
 * @param ended whether its end is sealed: nothing can have been cut off it
 */
public record ChainReport(
    UUID chain,
    long number,
    @Nullable String server,
    long entries,
    long seals,
    long lastSequence,
    long sealedTo,
    long witnessedTo,
    boolean ended) {

  /**
   * Entries that nothing protects: somebody with write access to the database can have changed,
   * added or removed such entries unseen.
   *
   * @return how many are after the last seal
   */
  public long unprotected() {
    return Math.max(0, lastSequence - Math.max(0, sealedTo));
  }
}
