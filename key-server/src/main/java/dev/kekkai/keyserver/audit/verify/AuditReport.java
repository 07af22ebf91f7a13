package dev.kekkai.keyserver.audit.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of verifying an audit log.
 *
 * @param chains what was found of each chain, in the order they were begun
 * @param findings what is not as the servers wrote it, the first bad entry first; at most 1,000
 * @param findingsInAll how many there are
 * @param witness what the witness showed
 */
public record AuditReport(
    List<ChainReport> chains, List<Finding> findings, long findingsInAll, WitnessReport witness) {

  /**
   * Copies the lists.
   *
   * @param chains as the record says
   * @param findings as the record says
   * @param findingsInAll as the record says
   * @param witness as the record says
   */
  public AuditReport {
    chains = List.copyOf(chains);
    findings = List.copyOf(findings);
  }

  /**
   * What the witness showed.
   *
   * @param given whether there was one
   * @param seals how many seals of this log it has
   * @param others lines in it that are no seal of these keys
   */
  public record WitnessReport(boolean given, long seals, long others) {}

  /**
   * Whether the log is as the servers wrote it, as far as it is protected.
   *
   * @return true when there is no finding
   */
  public boolean isClean() {
    return findings.isEmpty();
  }

  /**
   * The first thing that is wrong.
   *
   * @return empty for a clean log
   */
  public Optional<Finding> first() {
    return findings.stream().findFirst();
  }

  /**
   * How many entries there are.
   *
   * @return over all chains
   */
  public long entries() {
    return chains.stream().mapToLong(ChainReport::entries).sum();
  }

  /**
   * How many seals there are.
   *
   * @return over all chains
   */
  public long seals() {
    return chains.stream().mapToLong(ChainReport::seals).sum();
  }

  /**
   * For people: what was looked at, what is wrong, and what nothing protects.
   *
   * @return lines
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d chains, %d entries, %d seals: %s",
            chains.size(),
            entries(),
            seals(),
            isClean() ? "as the servers wrote them" : findingsInAll + " findings"));
    findings.forEach(finding -> lines.add("  " + finding.line()));
    lines.addAll(notProtected());
    return lines;
  }

  private List<String> notProtected() {
    List<String> lines = new ArrayList<>();
    for (ChainReport chain : chains) {
      if (chain.unprotected() > 0) {
        lines.add(
            String.format(
                Locale.ROOT,
                "Not protected: entries %d to %d of chain %s, which have no seal",
                Math.max(0, chain.sealedTo()) + 1,
                chain.lastSequence(),
                chain.chain()));
      }
      if (!chain.ended()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "Chain %s of %s has no end: its server runs, or did not stop in order%s",
                chain.chain(),
                chain.server(),
                witness.given()
                    ? "; the witness shows that nothing sealed up to entry "
                        + Math.max(0, chain.witnessedTo())
                        + " was cut off"
                    : ""));
      }
    }
    lines.add(
        witness.given()
            ? String.format(
                Locale.ROOT,
                "Witness: %d seals of this log, %d other lines",
                witness.seals(),
                witness.others())
            : "Without a witness it can't be seen when a chain that has no end is cut back to an"
                + " earlier seal, when an end is cut off, or when the newest chains are removed");
    return lines;
  }
}
