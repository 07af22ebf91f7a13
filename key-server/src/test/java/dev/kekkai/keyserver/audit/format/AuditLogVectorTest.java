package dev.kekkai.keyserver.audit.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.audit.AuditLines;
import dev.kekkai.keyserver.audit.format.AuditLogVectors.Refused;
import dev.kekkai.keyserver.audit.json.AuditJson;
import dev.kekkai.keyserver.audit.verify.AuditReport;
import dev.kekkai.keyserver.audit.verify.AuditSource;
import dev.kekkai.keyserver.audit.verify.AuditVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A log that was made without Kekkai, and those that releases wrote. */
class AuditLogVectorTest {
  @TempDir private Path folder;

  static List<Path> folders() throws Exception {
    return AuditLogVectors.folders();
  }

  static List<Refused> refused() throws Exception {
    return AuditLogVectors.refused();
  }

  @Test
  void the_file_has_its_vectors() throws Exception {
    assertThat(AuditLogVectors.encodings()).hasSize(12);
    assertThat(refused()).hasSize(23);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void it_verifies(Path from) throws Exception {
    Path export = from.resolve("audit-log.jsonl");
    JsonNode file = AuditLogVectors.file(from);
    AuditReport report =
        new AuditVerifier(new SealKeys(List.of(AuditLogVectors.key(from))))
            .verify(AuditSource.file(export), List.of(export));
    assertThat(report.findings()).isEmpty();
    assertThat(report.entries()).isEqualTo(file.get("entries").longValue());
    assertThat(report.seals()).isEqualTo(file.get("seals").longValue());
    assertThat(report.witness().seals()).isEqualTo(file.get("seals").intValue());
  }

  @ParameterizedTest
  @MethodSource("folders")
  void its_lines_are_written_as_they_were_read(Path from) throws Exception {
    Path export = from.resolve("audit-log.jsonl");
    List<AuditRow> rows = AuditLines.of(AuditSource.file(export));
    assertThat(rows.stream().map(AuditJson::line))
        .containsExactlyElementsOf(Files.readAllLines(export));
  }

  @Test
  void its_encodings_are_those_of_the_file() throws Exception {
    Map<String, Bytes> encodings = new HashMap<>();
    for (AuditRow row : AuditLines.of(AuditSource.file(AuditLogVectors.EXPORT))) {
      if (row instanceof AuditRow.Chain chain) {
        encodings.put("header " + chain.number(), chain.header());
        encodings.put("H(0) of chain " + chain.number(), HashChain.start(chain.header().array()));
      } else if (row instanceof AuditRow.Entry entry) {
        encodings.put("entry " + entry.sequence() + " of chain 1", entry.entry());
        encodings.put("H(" + entry.sequence() + ") of chain 1", entry.hash());
      } else if (row instanceof AuditRow.SealRow seal) {
        encodings.putIfAbsent("seal " + seal.number() + " of chain 1", seal.seal());
      }
    }
    assertThat(encodings).containsAllEntriesOf(AuditLogVectors.encodings());
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_is_refused_is(Refused refused) throws Exception {
    Path export = Files.write(folder.resolve("export"), refused.lines());
    Path witness = Files.write(folder.resolve("witness"), refused.witness());
    AuditReport report =
        new AuditVerifier(new SealKeys(List.of(refused.key())))
            .verify(
                AuditSource.file(export),
                refused.witness().isEmpty() ? List.of() : List.of(witness));
    assertThat(report.isClean()).isFalse();
  }
}
