package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.Seal;
import dev.kekkai.keyserver.audit.format.SealKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One pass through a log. For one thread. */
final class Pass {
  private final SealKeys keys;
  private final WitnessIndex witness;
  private final Findings findings = new Findings();
  private final ChainLineCheck line = new ChainLineCheck(findings);
  private final Map<UUID, ChainReport> done = new HashMap<>();
  private @Nullable ChainCheck current;

  Pass(SealKeys keys, WitnessIndex witness) {
    this.keys = keys;
    this.witness = witness;
  }

  void item(AuditItem item) {
    if (item instanceof AuditItem.Unreadable bad) {
      findings.add(
          Finding.Kind.UNREADABLE,
          current == null ? null : current.id(),
          0,
          "%s is %s",
          bad.where(),
          bad.why());
    } else if (item instanceof AuditItem.Row row) {
      row(row.row());
    }
  }

  private void row(AuditRow row) {
    if (row instanceof AuditRow.Chain chain) {
      line.add(chain);
    } else if (row instanceof AuditRow.Entry entry) {
      ChainCheck check = checkOf(entry.chain(), entry.sequence());
      if (check != null) {
        check.entry(entry);
      }
    } else if (row instanceof AuditRow.SealRow seal) {
      ChainCheck check = checkOf(seal.chain(), seal.sequence());
      if (check != null) {
        Seal good = check.seal(seal);
        if (good != null) {
          line.seal(good);
        }
      }
    }
  }

  /** The check of a chain, begun when it is its turn; null when it had its turn. */
  private @Nullable ChainCheck checkOf(UUID chain, long sequence) {
    if (current != null && current.id().equals(chain)) {
      return current;
    }
    if (done.containsKey(chain)) {
      findings.add(
          Finding.Kind.OUT_OF_ORDER, chain, sequence, "it stands among rows of another chain");
      return null;
    }
    finishCurrent();
    current = new ChainCheck(chain, line.beginningOf(chain), keys, witness, findings);
    return current;
  }

  private void finishCurrent() {
    if (current != null) {
      done.put(current.id(), current.finish());
      current = null;
    }
  }

  AuditReport finish() throws IOException {
    finishCurrent();
    for (AuditRow.Chain chain : line.beginnings().values()) {
      if (!done.containsKey(chain.chain())) { // not one row
        done.put(
            chain.chain(), new ChainCheck(chain.chain(), chain, keys, witness, findings).finish());
      }
    }
    line.finish();
    long lacking = new WitnessCheck(keys, witness, done, findings).run();
    List<ChainReport> reports = new ArrayList<>(done.values());
    reports.sort(
        Comparator.comparingLong(
            report -> report.number() == 0 ? Long.MAX_VALUE : report.number()));
    return new AuditReport(
        reports,
        findings.inOrder(),
        findings.total(),
        new AuditReport.WitnessReport(
            witness.isGiven(), witness.found() + lacking, witness.others()));
  }
}
