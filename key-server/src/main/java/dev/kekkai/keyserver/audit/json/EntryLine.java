package dev.kekkai.keyserver.audit.json;

import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.format.AuditFormatException;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.Bytes;
import dev.kekkai.keyserver.audit.format.EntryCodec;
import dev.kekkai.keyserver.audit.format.EntryWords;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code {"type":"entry",...}}. */
final class EntryLine {
  private EntryLine() {}

  static void write(ObjectNode line, AuditRow.Entry row) {
    line.put("type", "entry");
    line.put("chain", row.chain().toString());
    line.put("sequence", row.sequence());
    AuditEvent event = readable(row);
    if (event == null) {
      line.put("bytes", Base64.getEncoder().encodeToString(row.entry().array()));
    } else {
      write(line, event);
    }
    line.put("hash", row.hash().hex());
  }

  private static void write(ObjectNode line, AuditEvent event) {
    line.put("time", event.time().toString());
    line.put("request", event.requestId());
    line.put("client", event.client());
    line.put("key", event.keyId());
    line.put("peer", event.peer());
    line.put("operation", event.operation().id());
    line.put("outcome", EntryWords.id(event.outcome()));
    putIfThere(line, "reason", event.reason());
    putIfThere(line, "kek", event.kek());
    ArrayNode context = line.putArray("context");
    event.context().forEach(context::add);
    putIfThere(line, "item", event.item());
  }

  private static void putIfThere(ObjectNode line, String name, @Nullable String value) {
    if (value != null) {
      line.put(name, value);
    }
  }

  /** The event; null when its bytes are none. */
  private static @Nullable AuditEvent readable(AuditRow.Entry row) {
    try {
      AuditEvent event = EntryCodec.decode(row.entry().array());
      return Bytes.of(EntryCodec.encode(event)).equals(row.entry()) ? event : null;
    } catch (AuditFormatException e) {
      return null;
    }
  }

  static AuditRow.Entry read(Fields fields) throws AuditFormatException {
    UUID chain = fields.uuid("chain");
    long sequence = fields.number("sequence");
    Bytes entry = fields.has("bytes") ? fields.base64("bytes") : encoded(event(fields));
    return new AuditRow.Entry(chain, sequence, fields.hex("hash"), entry);
  }

  /** Texts that would be cut are refused: what a line shows is all under its hash. */
  private static Bytes encoded(AuditEvent event) throws AuditFormatException {
    byte[] encoded = EntryCodec.encode(event);
    if (!EntryCodec.decode(encoded).equals(event)) {
      throw new AuditFormatException("an entry with texts longer than any server writes");
    }
    return Bytes.of(encoded);
  }

  private static AuditEvent event(Fields fields) throws AuditFormatException {
    return new AuditEvent(
        fields.time("time"),
        fields.text("request"),
        fields.text("client"),
        fields.text("key"),
        fields.text("peer"),
        EntryWords.operation(fields.text("operation")),
        EntryWords.outcome(fields.text("outcome")),
        fields.optional("reason"),
        fields.optional("kek"),
        fields.texts("context"),
        fields.optional("item"));
  }
}
