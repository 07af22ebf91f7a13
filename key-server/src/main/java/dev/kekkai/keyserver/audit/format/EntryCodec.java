package dev.kekkai.keyserver.audit.format;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.registry.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of an entry. Every event has some: what is too long for them is cut before. */
public final class EntryCodec {
  /** The longest entry in bytes: bounded texts, and the longest encryption context. */
  public static final int MAX_BYTES = EncryptionContext.MAX_ENCODED_BYTES + 8 * 1024;

  private static final int VERSION = 1;

  /** The only kind there is: an attempt of an authenticated client about one item. */
  private static final int ATTEMPT = 1;

  private EntryCodec() {}

  /**
   * The bytes of an event.
   *
   * @param event what happened; texts beyond their bounds are cut, see {@link BoundedEvent}
   * @return the canonical encoding
   */
  public static byte[] encode(AuditEvent event) {
    AuditEvent bounded = BoundedEvent.of(event);
    CanonicalWriter out =
        new CanonicalWriter()
            .u8(VERSION)
            .u8(ATTEMPT)
            .time(bounded.time())
            .string(bounded.requestId())
            .string(bounded.client())
            .string(bounded.keyId())
            .string(bounded.peer())
            .u8(EntryWords.code(bounded.operation()))
            .u8(EntryWords.code(bounded.outcome()))
            .optional(bounded.reason())
            .optional(bounded.kek())
            .u32(bounded.context().size());
    bounded.context().forEach(out::string);
    return out.optional(bounded.item()).bytes();
  }

  /**
   * Reads an entry.
   *
   * @param bytes its encoding
   * @return the event, its time in microseconds
   * @throws AuditFormatException when it is not the encoding of any
   */
  public static AuditEvent decode(byte[] bytes) throws AuditFormatException {
    CanonicalReader in = new CanonicalReader(bytes);
    in.version(VERSION);
    int kind = in.u8();
    if (kind != ATTEMPT) {
      throw new AuditFormatException("an entry of kind " + kind);
    }
    Instant time = in.time();
    String requestId = in.string(BoundedEvent.TEXT_BYTES);
    String client = in.string(BoundedEvent.TEXT_BYTES);
    String keyId = in.string(BoundedEvent.TEXT_BYTES);
    String peer = in.string(BoundedEvent.TEXT_BYTES);
    Operation operation = EntryWords.operation(in.u8());
    Outcome outcome = EntryWords.outcome(in.u8());
    @Nullable String reason = in.optional(BoundedEvent.TEXT_BYTES);
    @Nullable String kek = in.optional(BoundedEvent.TEXT_BYTES);
    List<String> context = context(in);
    @Nullable String item = in.optional(BoundedEvent.TEXT_BYTES);
    in.end();
    return new AuditEvent(
        time, requestId, client, keyId, peer, operation, outcome, reason, kek, context, item);
  }

  private static List<String> context(CanonicalReader in) throws AuditFormatException {
    int parts = in.u32();
    if (parts < 0 || parts > EncryptionContext.MAX_PARTS) {
      throw new AuditFormatException("a context of " + Integer.toUnsignedString(parts) + " parts");
    }
    List<String> context = new ArrayList<>(parts);
    for (int i = 0; i < parts; i++) {
      context.add(in.string(EncryptionContext.MAX_ENCODED_BYTES));
    }
    return context;
  }
}
