package dev.kekkai.keyserver.audit.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.audit.AuditLines;
import dev.kekkai.keyserver.audit.json.AuditJson;
import dev.kekkai.keyserver.audit.verify.AuditReport;
import dev.kekkai.keyserver.audit.verify.AuditSource;
import dev.kekkai.keyserver.audit.verify.AuditVerifier;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A log that was made without Kekkai. */
class AuditLogVectorTest {
  @Test
  void the_example_verifies() throws Exception {
    AuditReport report =
        new AuditVerifier(new SealKeys(List.of(AuditLogPage.key())))
            .verify(AuditSource.file(AuditLogPage.EXPORT), List.of(AuditLogPage.EXPORT));
    assertThat(report.findings()).isEmpty();
    assertThat(report.entries()).isEqualTo(3);
    assertThat(report.seals()).isEqualTo(4);
    assertThat(report.witness().seals()).isEqualTo(4);
  }

  @Test
  void its_lines_are_written_as_they_were_read() throws Exception {
    List<AuditRow> rows = AuditLines.of(AuditSource.file(AuditLogPage.EXPORT));
    assertThat(rows.stream().map(AuditJson::line))
        .containsExactlyElementsOf(Files.readAllLines(AuditLogPage.EXPORT));
  }

  @Test
  void its_encodings_are_those_of_the_page() throws Exception {
    Map<String, Bytes> encodings = new HashMap<>();
    for (AuditRow row : AuditLines.of(AuditSource.file(AuditLogPage.EXPORT))) {
      if (row instanceof AuditRow.Chain chain) {
        encodings.put("header " + chain.number(), chain.header());
        encodings.put("H(0) of chain " + chain.number(), HashChain.start(chain.header().array()));
      } else if (row instanceof AuditRow.Entry entry) {
        encodings.put("entry " + entry.sequence(), entry.entry());
        encodings.put("H(" + entry.sequence() + ") of chain 1", entry.hash());
      } else if (row instanceof AuditRow.SealRow seal) {
        encodings.putIfAbsent("seal " + seal.number() + " of chain 1", seal.seal());
      }
    }
    assertThat(encodings).containsAllEntriesOf(AuditLogPage.vectors());
  }
}
