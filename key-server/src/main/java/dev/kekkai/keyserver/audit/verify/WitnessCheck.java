package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.audit.format.AuditFormatException;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.Seal;
import dev.kekkai.keyserver.audit.format.SealKeys;
import dev.kekkai.keyserver.audit.format.SignedSeal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells what the witness has and the log has not: the log was cut back, or seals were removed. */
final class WitnessCheck {
  private final SealKeys keys;
  private final WitnessIndex witness;
  private final Map<UUID, ChainReport> chains;
  private final Findings findings;
  private final Map<UUID, Lacking> lacking = new LinkedHashMap<>();
  private long good;

  WitnessCheck(
      SealKeys keys, WitnessIndex witness, Map<UUID, ChainReport> chains, Findings findings) {
    this.keys = keys;
    this.witness = witness;
    this.chains = chains;
    this.findings = findings;
  }

  /** Seals of one chain that only the witness has. */
  private static final class Lacking {
    private Seal first;
    private Seal last;
    private long count;

    Lacking(Seal seal) {
      this.first = seal;
      this.last = seal;
    }

    void add(Seal seal) {
      count++;
      first = seal.number() < first.number() ? seal : first;
      last = seal.number() > last.number() ? seal : last;
    }
  }

  /** The seal, if one of the keys made it; whatever else a witness file holds proves nothing. */
  static @Nullable Seal good(SealKeys keys, AuditRow.SealRow row) {
    try {
      Seal seal = Seal.decode(row.seal().array());
      SignedSeal signed = new SignedSeal(seal, row.signature());
      return keys.verify(signed) == SealKeys.Verdict.GOOD ? seal : null;
    } catch (AuditFormatException e) {
      return null;
    }
  }

  /** How many good seals the witness has and the log has not. */
  long run() throws IOException {
    witness.forEachMissing(
        row -> {
          Seal seal = good(keys, row);
          if (seal != null) {
            good++;
            lacking.computeIfAbsent(seal.chain(), key -> new Lacking(seal)).add(seal);
          }
        });
    lacking.forEach(this::report);
    if (witness.isGiven() && good == 0 && witness.found() == 0) {
      findings.add(
          Finding.Kind.WITNESS_USELESS,
          null,
          0,
          "the witness has no seal of these keys: is it the right file, and the right key?");
    }
    return good;
  }

  private void report(UUID id, Lacking seals) {
    ChainReport chain = chains.get(id);
    Seal last = seals.last;
    if (chain == null) {
      findings.add(
          Finding.Kind.CHAIN_MISSING,
          id,
          0,
          "all of it is missing: the witness has %d seals of it by %s, up to entry %d",
          seals.count,
          last.server(),
          last.sequence());
    } else if (last.sequence() > chain.lastSequence()) {
      findings.add(
          Finding.Kind.ENTRY_MISSING,
          id,
          chain.lastSequence() + 1,
          "entries %d to %d are missing: the witness has a seal over them",
          chain.lastSequence() + 1,
          last.sequence());
    } else {
      findings.add(
          Finding.Kind.SEAL_MISSING,
          id,
          seals.first.sequence(),
          "%d seals are missing, or are others, that the witness has: the first is number %d",
          seals.count,
          seals.first.number());
    }
  }
}
