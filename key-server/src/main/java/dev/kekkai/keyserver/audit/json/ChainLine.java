package dev.kekkai.keyserver.audit.json;

import dev.kekkai.keyserver.audit.format.AuditFormatException;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.Bytes;
import dev.kekkai.keyserver.audit.format.ChainHeader;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** {@code {"type":"chain",...}}. */
final class ChainLine {
  private ChainLine() {}

  static void write(ObjectNode line, AuditRow.Chain row) {
    line.put("type", "chain");
    line.put("chain", row.chain().toString());
    line.put("number", row.number());
    line.put("server", row.server());
    ChainHeader header = readable(row);
    if (header == null) {
      line.put("bytes", Base64.getEncoder().encodeToString(row.header().array()));
      return;
    }
    line.put("time", header.time().toString());
    ChainHeader.Previous previous = header.previous();
    if (previous != null) {
      line.putObject("previous")
          .put("chain", previous.chain().toString())
          .put("start", previous.start().hex());
    }
    ChainHeader.SealedPoint own = header.own();
    if (own != null) {
      line.putObject("own")
          .put("chain", own.chain().toString())
          .put("seal", own.seal())
          .put("sequence", own.sequence())
          .put("head", own.head().hex());
    }
  }

  /** The header, if it says what the columns say; null when only its bytes tell all. */
  private static @Nullable ChainHeader readable(AuditRow.Chain row) {
    try {
      ChainHeader header = ChainHeader.decode(row.header().array());
      boolean same =
          header.chain().equals(row.chain())
              && header.number() == row.number()
              && header.server().equals(row.server())
              && Bytes.of(header.encoded()).equals(row.header());
      return same ? header : null;
    } catch (AuditFormatException e) {
      return null;
    }
  }

  static AuditRow.Chain read(Fields fields) throws AuditFormatException {
    UUID chain = fields.uuid("chain");
    long number = fields.number("number");
    String server = fields.text("server");
    Bytes header;
    if (fields.has("bytes")) {
      header = fields.base64("bytes");
    } else {
      Instant time = fields.time("time");
      header =
          Bytes.of(
              new ChainHeader(chain, number, server, time, previous(fields), own(fields))
                  .encoded());
    }
    return new AuditRow.Chain(chain, number, server, header);
  }

  private static ChainHeader.@Nullable Previous previous(Fields fields)
      throws AuditFormatException {
    Fields previous = fields.object("previous");
    if (previous == null) {
      return null;
    }
    ChainHeader.Previous read =
        new ChainHeader.Previous(previous.uuid("chain"), previous.hex("start"));
    previous.end();
    return read;
  }

  private static ChainHeader.@Nullable SealedPoint own(Fields fields) throws AuditFormatException {
    Fields own = fields.object("own");
    if (own == null) {
      return null;
    }
    ChainHeader.SealedPoint read =
        new ChainHeader.SealedPoint(
            own.uuid("chain"), own.number("seal"), own.number("sequence"), own.hex("head"));
    own.end();
    return read;
  }
}
