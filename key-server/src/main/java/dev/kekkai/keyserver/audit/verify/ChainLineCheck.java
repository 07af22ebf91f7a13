package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.audit.format.AuditFormatException;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.ChainHeader;
import dev.kekkai.keyserver.audit.format.HashChain;
import dev.kekkai.keyserver.audit.format.Seal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the line of all chains: each names the one before it, and the newest seal of its
 * server's own chain before. For one thread; memory grows with the number of chains.
 */
final class ChainLineCheck {
  private final Findings findings;
  private final Map<UUID, AuditRow.Chain> chains = new LinkedHashMap<>();

  /** Which seals the beginnings of later chains name, by the chain that has to have them. */
  private final Map<UUID, List<Named>> named = new HashMap<>();

  /** The newest good seal of each chain so far. */
  private final Map<UUID, Seal> newestSealOf = new HashMap<>();

  /** The newest chain of each server so far. */
  private final Map<String, UUID> newestOf = new HashMap<>();

  private AuditRow.@Nullable Chain last;

  ChainLineCheck(Findings findings) {
    this.findings = findings;
  }

  /** A seal that the beginning of a chain names. */
  private record Named(UUID by, ChainHeader.SealedPoint point) {}

  AuditRow.@Nullable Chain beginningOf(UUID chain) {
    return chains.get(chain);
  }

  Map<UUID, AuditRow.Chain> beginnings() {
    return chains;
  }

  void add(AuditRow.Chain chain) {
    findings.number(chain.chain(), chain.number());
    if (chains.putIfAbsent(chain.chain(), chain) != null) {
      changed(chain, "its beginning is there twice");
      return;
    }
    try {
      ChainHeader header = ChainHeader.decode(chain.header().array());
      boolean same =
          header.chain().equals(chain.chain())
              && header.number() == chain.number()
              && header.server().equals(chain.server());
      if (!same) {
        changed(chain, "its columns say other things than its header");
      }
      number(chain);
      previous(chain, header.previous());
      own(chain, header.own());
    } catch (AuditFormatException e) {
      changed(chain, "its header is none: " + e.getMessage());
    }
    last = chain;
    newestOf.put(chain.server(), chain.chain());
  }

  private void number(AuditRow.Chain chain) {
    long expected = last == null ? 1 : last.number() + 1;
    if (chain.number() > expected) {
      findings.add(
          Finding.Kind.CHAIN_MISSING,
          chain.chain(),
          0,
          "the chains numbered %d to %d, before it, are missing",
          expected,
          chain.number() - 1);
    } else if (chain.number() < expected) {
      findings.add(
          Finding.Kind.OUT_OF_ORDER,
          chain.chain(),
          0,
          "it has the number %d and comes after number %d",
          chain.number(),
          expected - 1);
    }
  }

  private void previous(AuditRow.Chain chain, ChainHeader.@Nullable Previous previous) {
    AuditRow.Chain before = last;
    if (previous == null) {
      if (chain.number() != 1) {
        changed(chain, "it names no chain before it, and is not the first");
      }
      return;
    }
    boolean consecutive = before != null && before.number() == chain.number() - 1;
    if (consecutive && before != null && !isThat(before, previous)) {
      changed(chain, "the chain before it is not the one that it names, " + previous.chain());
    }
  }

  private static boolean isThat(AuditRow.Chain chain, ChainHeader.Previous previous) {
    return chain.chain().equals(previous.chain())
        && HashChain.start(chain.header().array()).equals(previous.start());
  }

  private void own(AuditRow.Chain chain, ChainHeader.@Nullable SealedPoint own) {
    UUID newest = newestOf.get(chain.server());
    if (own == null) {
      if (newest != null) {
        changed(chain, "it names no seal of its server's chain before, " + newest);
      }
      return;
    }
    if (!own.chain().equals(newest)) {
      changed(chain, "its server's chain before is not the one that it names, " + own.chain());
      return;
    }
    Named name = new Named(chain.chain(), own);
    Seal seen = newestSealOf.get(newest);
    if (seen == null || own.seal() > seen.number()) {
      named.computeIfAbsent(newest, key -> new ArrayList<>()).add(name);
    } else if (own.seal() == seen.number()) {
      compare(name, seen); // the chain stands before this beginning, as in parts of an export
    }
  }

  private void changed(AuditRow.Chain chain, String detail) {
    findings.add(Finding.Kind.CHAIN_CHANGED, chain.chain(), 0, "%s", detail);
  }

  /** A good seal of a chain: what later chains say about it is compared. */
  void seal(Seal seal) {
    newestSealOf.put(seal.chain(), seal);
    List<Named> waiting = named.get(seal.chain());
    if (waiting == null) {
      return;
    }
    waiting.removeIf(
        next -> {
          if (next.point().seal() != seal.number()) {
            return false;
          }
          compare(next, seal);
          return true;
        });
  }

  private void compare(Named name, Seal seal) {
    ChainHeader.SealedPoint point = name.point();
    if (point.sequence() != seal.sequence() || !point.head().equals(seal.head())) {
      findings.add(
          Finding.Kind.CHAIN_CHANGED,
          name.by(),
          0,
          "what it says of seal %d of chain %s is not so",
          point.seal(),
          seal.chain());
    }
  }

  /** All chains were gone through: seals that later chains name must have been there. */
  void finish() {
    named.forEach(
        (chain, waiting) ->
            waiting.forEach(
                next ->
                    findings.add(
                        Finding.Kind.SEAL_MISSING,
                        chain,
                        next.point().sequence(),
                        "seal %d over entry %d is missing, which chain %s names",
                        next.point().seal(),
                        next.point().sequence(),
                        next.by())));
  }
}
