package dev.kekkai.integration.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.audit.format.AuditFormatException;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.Bytes;
import dev.kekkai.keyserver.audit.format.ChainHeader;
import dev.kekkai.keyserver.audit.format.EntryCodec;
import dev.kekkai.keyserver.audit.format.Seal;
import dev.kekkai.keyserver.audit.json.AuditJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rows of the audit log, which whoever can write to the database can make of anything. */
class AuditLogFuzzTest {
  private final List<byte[]> headers = new ArrayList<>();
  private final List<byte[]> entries = new ArrayList<>();
  private final List<byte[]> seals = new ArrayList<>();
  private List<String> lines = List.of();

  @BeforeEach
  void read() throws Exception {
    lines = Vectors.lines("audit-log.jsonl");
    for (String line : lines) {
      AuditRow row = AuditJson.parse(line);
      if (row instanceof AuditRow.Chain chain) {
        headers.add(chain.header().array());
      } else if (row instanceof AuditRow.Entry entry) {
        entries.add(entry.entry().array());
      } else if (row instanceof AuditRow.SealRow seal) {
        seals.add(seal.seal().array());
      }
    }
  }

  @Test
  void the_header_of_a_chain_has_one_encoding() {
    Fuzz.bytes(4, 16_384, Set.of(AuditFormatException.class))
        .run(
            new Mutations(41, headers)::input,
            bytes -> assertThat(ChainHeader.decode(bytes).encoded()).isEqualTo(bytes));
  }

  @Test
  void an_entry_has_one_encoding() {
    Fuzz.bytes(4, 16_384, Set.of(AuditFormatException.class))
        .run(
            new Mutations(42, entries)::input,
            bytes -> assertThat(EntryCodec.encode(EntryCodec.decode(bytes))).isEqualTo(bytes));
  }

  @Test
  void a_seal_has_one_encoding() {
    Fuzz.bytes(4, 16_384, Set.of(AuditFormatException.class))
        .run(
            new Mutations(43, seals)::input,
            bytes -> assertThat(Seal.decode(bytes).encoded()).isEqualTo(bytes));
  }

  /** JSON costs an object for each member, and characters that grow in steps. */
  @Test
  void a_line_is_a_row_that_is_written_so_again_or_refused() {
    Fuzz.texts(16, 65_536, Set.of(AuditFormatException.class))
        .run(
            Mutations.ofTexts(44, lines)::text,
            line -> {
              AuditRow row = AuditJson.parse(line);
              assertThat(AuditJson.parse(AuditJson.line(row))).isEqualTo(row);
            });
  }

  @Test
  void a_row_of_any_bytes_can_be_exported_and_read_back() {
    Fuzz.bytes(32, 65_536, Set.of(AuditFormatException.class))
        .run(
            new Mutations(45, entries)::input,
            bytes -> {
              AuditRow.Entry row =
                  new AuditRow.Entry(new UUID(1, 2), 1, Bytes.of(new byte[32]), Bytes.of(bytes));
              assertThat(AuditJson.parse(AuditJson.line(row))).isEqualTo(row);
              EntryCodec.decode(bytes);
            });
  }
}
