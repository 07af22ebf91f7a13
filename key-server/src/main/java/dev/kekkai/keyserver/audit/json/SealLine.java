package dev.kekkai.keyserver.audit.json;

import dev.kekkai.keyserver.audit.format.AuditFormatException;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.Bytes;
import dev.kekkai.keyserver.audit.format.Seal;
import dev.kekkai.keyserver.audit.format.SealKind;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code {"type":"seal",...}}. */
final class SealLine {
  private SealLine() {}

  static void write(ObjectNode line, AuditRow.SealRow row) {
    line.put("type", "seal");
    line.put("chain", row.chain().toString());
    line.put("number", row.number());
    line.put("sequence", row.sequence());
    Seal seal = readable(row);
    if (seal == null) {
      line.put("bytes", Base64.getEncoder().encodeToString(row.seal().array()));
    } else {
      line.put("kind", seal.kind().id());
      line.put("server", seal.server());
      line.put("head", seal.head().hex());
      line.put("time", seal.time().toString());
      line.put("key", seal.key().hex());
    }
    line.put("signature", Base64.getEncoder().encodeToString(row.signature().array()));
  }

  /** The seal, if it says what the columns say; null when only its bytes tell all. */
  private static @Nullable Seal readable(AuditRow.SealRow row) {
    try {
      Seal seal = Seal.decode(row.seal().array());
      boolean same =
          seal.chain().equals(row.chain())
              && seal.number() == row.number()
              && seal.sequence() == row.sequence()
              && Bytes.of(seal.encoded()).equals(row.seal());
      return same ? seal : null;
    } catch (AuditFormatException e) {
      return null;
    }
  }

  static AuditRow.SealRow read(Fields fields) throws AuditFormatException {
    UUID chain = fields.uuid("chain");
    long number = fields.number("number");
    long sequence = fields.number("sequence");
    Bytes seal;
    if (fields.has("bytes")) {
      seal = fields.base64("bytes");
    } else {
      SealKind kind = SealKind.ofId(fields.text("kind"));
      if (kind == null) {
        throw new AuditFormatException("a seal of an unknown kind");
      }
      seal =
          Bytes.of(
              new Seal(
                      chain,
                      number,
                      kind,
                      fields.text("server"),
                      sequence,
                      fields.hex("head"),
                      fields.time("time"),
                      fields.hex("key"))
                  .encoded());
    }
    return new AuditRow.SealRow(chain, number, sequence, seal, fields.base64("signature"));
  }
}
