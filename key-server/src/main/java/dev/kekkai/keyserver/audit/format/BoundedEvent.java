package dev.kekkai.keyserver.audit.format;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.keyserver.audit.AuditEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events as they are written down. An attempt is never lost because something in it is too long or
 * has no UTF-8 form: what is too long is cut and says so.
 */
final class BoundedEvent {
  /** The most UTF-8 bytes of one text, the parts of the context aside. */
  static final int TEXT_BYTES = 256;

  /** Stands at the end of what was cut. */
  private static final String CUT = "[cut]";

  private BoundedEvent() {}

  static AuditEvent of(AuditEvent event) {
    return new AuditEvent(
        event.time(),
        text(event.requestId()),
        text(event.client()),
        text(event.keyId()),
        text(event.peer()),
        event.operation(),
        event.outcome(),
        optional(event.reason()),
        optional(event.kek()),
        context(event.context()),
        optional(event.item()));
  }

  private static @Nullable String optional(@Nullable String text) {
    return text == null ? null : text(text);
  }

  private static String text(String text) {
    return cut(text, TEXT_BYTES);
  }

  /** At most so many UTF-8 bytes, and no half of a surrogate pair. */
  private static String cut(String text, int maxBytes) {
    // no char takes less than a byte: what can't fit is not encoded first
    if (text.length() <= maxBytes && utf8Length(text) <= maxBytes) {
      return text;
    }
    int room = Math.max(0, maxBytes - CUT.length());
    StringBuilder kept = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      String next = new String(Character.toChars(point));
      int length = utf8Length(next);
      if (length > room) {
        break;
      }
      room -= length;
      kept.append(next);
      i += next.length();
    }
    return kept.append(CUT).toString();
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** As bounded as an encryption context is; nothing opens with one beyond that. */
  private static List<String> context(List<String> parts) {
    if (parts.size() <= EncryptionContext.MAX_PARTS && fits(parts)) {
      return parts;
    }
    List<String> kept = new ArrayList<>();
    int room = EncryptionContext.MAX_ENCODED_BYTES - 2 * Integer.BYTES - CUT.length();
    for (String part : parts) {
      room -= Integer.BYTES;
      if (kept.size() == EncryptionContext.MAX_PARTS - 1
          || part.length() > room
          || utf8Length(part) > room) {
        break;
      }
      room -= utf8Length(part);
      kept.add(part);
    }
    kept.add(CUT);
    return kept;
  }

  private static boolean fits(List<String> parts) {
    int room = EncryptionContext.MAX_ENCODED_BYTES - Integer.BYTES;
    for (String part : parts) {
      room -= Integer.BYTES;
      if (part.length() > room) {
        return false;
      }
      room -= utf8Length(part);
    }
    return room >= 0;
  }
}
