package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.audit.format.AuditFormatException;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.Bytes;
import dev.kekkai.keyserver.audit.format.EntryCodec;
import dev.kekkai.keyserver.audit.format.HashChain;
import dev.kekkai.keyserver.audit.format.Seal;
import dev.kekkai.keyserver.audit.format.SealKeys;
import dev.kekkai.keyserver.audit.format.SealKind;
import dev.kekkai.keyserver.audit.format.SignedSeal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Goes through one chain, entry by entry and seal by seal. For one thread. */
final class ChainCheck {
  private final UUID id;
  private final AuditRow.@Nullable Chain beginning;
  private final SealKeys keys;
  private final WitnessIndex witness;
  private final Findings findings;

  /** The hash after the entry before; null where that is not known, as behind a gap. */
  private @Nullable Bytes head;

  private long sequence;
  private long entries;
  private long seals;
  private long nextSeal;
  private long sealedTo = -1;
  private long witnessedTo = -1;
  private boolean ended;

  /** Told once for a chain: what is wrong before a seal is wrong for all seals after it. */
  private boolean notAsSealed;

  ChainCheck(
      UUID id,
      AuditRow.@Nullable Chain beginning,
      SealKeys keys,
      WitnessIndex witness,
      Findings findings) {
    this.id = id;
    this.beginning = beginning;
    this.keys = keys;
    this.witness = witness;
    this.findings = findings;
    this.head = beginning == null ? null : HashChain.start(beginning.header().array());
  }

  UUID id() {
    return id;
  }

  void entry(AuditRow.Entry entry) {
    entries++;
    place(entry);
    if (head != null && !HashChain.next(head, entry.entry().array()).equals(entry.hash())) {
      add(
          Finding.Kind.ENTRY_CHANGED,
          entry.sequence(),
          "its bytes do not give its hash: it was changed, or a hash was");
    }
    try {
      EntryCodec.decode(entry.entry().array());
    } catch (AuditFormatException e) {
      add(Finding.Kind.ENTRY_CHANGED, entry.sequence(), "it is no entry: %s", why(e));
    }
    head = entry.hash();
    sequence = entry.sequence();
  }

  private void place(AuditRow.Entry entry) {
    long expected = sequence + 1;
    if (ended) {
      add(Finding.Kind.OUT_OF_ORDER, entry.sequence(), "it comes after the chain's sealed end");
    }
    if (entry.sequence() > expected) {
      add(
          Finding.Kind.ENTRY_MISSING,
          expected,
          "entries %d to %d are missing",
          expected,
          entry.sequence() - 1);
      head = null;
    } else if (entry.sequence() < expected) {
      add(Finding.Kind.OUT_OF_ORDER, entry.sequence(), "it comes after entry %d", sequence);
      head = null;
    }
  }

  /** The seal, if it is a good one. */
  @Nullable Seal seal(AuditRow.SealRow row) {
    seals++;
    Seal seal = good(row);
    if (seal == null) {
      return null;
    }
    place(seal);
    compare(seal);
    nextSeal = seal.number() + 1;
    sealedTo = seal.sequence();
    ended = seal.kind() == SealKind.END;
    if (witness.has(row)) {
      witnessedTo = seal.sequence();
    }
    return seal;
  }

  /** The seal, if one of the keys has made it for this place. */
  private @Nullable Seal good(AuditRow.SealRow row) {
    Seal seal;
    try {
      seal = Seal.decode(row.seal().array());
    } catch (AuditFormatException e) {
      forged(row, "is no seal: " + why(e));
      return null;
    }
    switch (keys.verify(new SignedSeal(seal, row.signature()))) {
      case FORGED -> {
        forged(row, "has a signature that its key did not make");
        return null;
      }
      case UNKNOWN_KEY -> {
        add(
            Finding.Kind.SEAL_KEY_UNKNOWN,
            row.sequence(),
            "seal %d names the key %s, which was not given",
            row.number(),
            seal.key());
        return null;
      }
      case GOOD -> {
        return isInItsRow(seal, row) ? seal : null;
      }
    }
    throw new IllegalStateException("all verdicts are above");
  }

  private boolean isInItsRow(Seal seal, AuditRow.SealRow row) {
    boolean same =
        seal.chain().equals(id)
            && seal.number() == row.number()
            && seal.sequence() == row.sequence()
            && (beginning == null || seal.server().equals(beginning.server()));
    if (!same) {
      forged(row, "was made for another place: number " + seal.number() + " of " + seal.chain());
    }
    return same;
  }

  private void forged(AuditRow.SealRow row, String why) {
    add(Finding.Kind.SEAL_FORGED, row.sequence(), "seal %d %s", row.number(), why);
  }

  private void place(Seal seal) {
    if (ended) {
      add(Finding.Kind.OUT_OF_ORDER, seal.sequence(), "seal %d comes after the end", seal.number());
    }
    if (seal.number() > nextSeal) {
      add(
          Finding.Kind.SEAL_MISSING,
          Math.max(0, sealedTo),
          "seals %d to %d are missing",
          nextSeal,
          seal.number() - 1);
    } else if (seal.number() < nextSeal) {
      add(
          Finding.Kind.OUT_OF_ORDER,
          seal.sequence(),
          "seal %d comes after seal %d",
          seal.number(),
          nextSeal - 1);
    }
  }

  private void compare(Seal seal) {
    if (seal.sequence() > sequence) {
      add(
          Finding.Kind.ENTRY_MISSING,
          sequence + 1,
          "entries %d to %d are missing, seal %d covers them",
          sequence + 1,
          seal.sequence(),
          seal.number());
    } else if (seal.sequence() < sequence) {
      add(
          Finding.Kind.OUT_OF_ORDER,
          seal.sequence(),
          "seal %d over entry %d comes after entry %d",
          seal.number(),
          seal.sequence(),
          sequence);
    } else if (head != null && !seal.head().equals(head) && !notAsSealed) {
      notAsSealed = true;
      add(
          Finding.Kind.NOT_AS_SEALED,
          seal.sequence() == 0 ? 0 : Math.max(0, sealedTo) + 1,
          seal.sequence() == 0
              ? "the chain's beginning is not the one that was sealed"
              : "between here and entry %2$d something is not as it was when seal %1$d was made",
          seal.number(),
          seal.sequence());
    }
  }

  ChainReport finish() {
    if (beginning == null) {
      add(Finding.Kind.CHAIN_MISSING, 0, "its beginning is missing");
    }
    if (seals == 0) {
      add(Finding.Kind.SEAL_MISSING, 0, "not even its start has a seal");
    }
    return new ChainReport(
        id,
        beginning == null ? 0 : beginning.number(),
        beginning == null ? null : beginning.server(),
        entries,
        seals,
        sequence,
        sealedTo,
        witnessedTo,
        ended);
  }

  private static String why(AuditFormatException e) {
    return String.valueOf(e.getMessage());
  }

  private void add(Finding.Kind kind, long at, String detail, Object... arguments) {
    findings.add(kind, id, at, detail, arguments);
  }
}
