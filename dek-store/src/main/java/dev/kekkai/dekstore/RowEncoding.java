package dev.kekkai.dekstore;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a row tag authenticates, as bytes: a label, then each field with its length before it, in
 * the order of {@code docs/formats/row-tag.md}. Injective.
 */
final class RowEncoding {
  private static final String LABEL = "kekkai dek row v1";
  private static final String INDEX_LABEL = "kekkai index key row v1";
  private static final String KEK_LABEL = "kekkai kek row v1";
  private static final String HEAD_LABEL = "kekkai dek store head v1";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

  private RowEncoding() {}

  static byte[] of(UUID store, DekRecord row) {
    return new RowEncoding()
        .text(row.purpose() == DekPurpose.INDEX ? INDEX_LABEL : LABEL)
        .uuid(store)
        .uuid(row.id())
        .text(row.name())
        .number(row.version())
        .text(row.wrapped().kek().name())
        .number(row.wrapped().kek().version())
        .text(row.tag().kekId())
        .text(row.wrapped().method().id())
        .bytes(row.wrapped().blob())
        .text(row.checkToken())
        .text(row.state().id())
        .time(row.dates().created())
        .time(row.dates().activated())
        .time(row.dates().deactivated())
        .time(row.dates().compromised())
        .time(row.dates().destroyed())
        .number(row.usesLeased())
        .number(row.revision())
        .out
        .toByteArray();
  }

  static byte[] of(UUID store, KekRecord row) {
    return new RowEncoding()
        .text(KEK_LABEL)
        .uuid(store)
        .text(row.ref().name())
        .number(row.ref().version())
        .text(row.ckaId())
        .text(row.kind().text())
        .text(row.state().id())
        .text(row.canary().wrapped().method().id())
        .bytes(row.canary().wrapped().blob())
        .text(row.canary().token())
        .time(row.dates().created())
        .time(row.dates().activated())
        .time(row.dates().retired())
        .time(row.dates().disabled())
        .time(row.dates().destroyableFrom())
        .time(row.dates().destroyed())
        .number(row.revision())
        .out
        .toByteArray();
  }

  static byte[] of(StoreHead head) {
    return new RowEncoding()
        .text(HEAD_LABEL)
        .uuid(head.store())
        .number(head.counter())
        .text(head.root())
        .text(head.keks())
        .out
        .toByteArray();
  }

  private RowEncoding bytes(byte[] field) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
    out.writeBytes(field);
    return this;
  }

  private RowEncoding text(String field) {
    return bytes(field.getBytes(StandardCharsets.UTF_8));
  }

  private RowEncoding uuid(UUID field) {
    return bytes(
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(field.getMostSignificantBits())
            .putLong(field.getLeastSignificantBits())
            .array());
  }

  private RowEncoding number(long field) {
    return bytes(ByteBuffer.allocate(Long.BYTES).putLong(field).array());
  }

  /** Milliseconds since 1970; a date that is not set is a field of no bytes. */
  private RowEncoding time(@Nullable Instant field) {
    return field == null ? bytes(new byte[0]) : number(field.toEpochMilli());
  }
}
