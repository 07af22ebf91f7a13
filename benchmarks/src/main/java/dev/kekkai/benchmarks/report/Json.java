package dev.kekkai.benchmarks.report;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers and truth values as JSON (RFC 8259), indented. */
final class Json {
  private final StringBuilder out = new StringBuilder();

  private Json() {}

  static String of(@Nullable Object value) {
    Json json = new Json();
    json.write(value, "\n");
    return json.out.append('\n').toString();
  }

  private void write(@Nullable Object value, String indent) {
    if (value instanceof Map<?, ?> map) {
      members(map, indent);
    } else if (value instanceof List<?> list) {
      elements(list, indent);
    } else if (value instanceof Double number) {
      out.append(Double.isFinite(number) ? String.format(Locale.ROOT, "%.6g", number) : "null");
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      text(value.toString());
    }
  }

  private void members(Map<?, ?> map, String indent) {
    out.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      out.append(indent).append("  ");
      text(String.valueOf(entry.getKey()));
      out.append(": ");
      write(entry.getValue(), indent + "  ");
      out.append(entries.hasNext() ? "," : indent);
    }
    out.append('}');
  }

  private void elements(List<?> list, String indent) {
    out.append('[');
    Iterator<?> elements = list.iterator();
    while (elements.hasNext()) {
      out.append(indent).append("  ");
      write(elements.next(), indent + "  ");
      out.append(elements.hasNext() ? "," : indent);
    }
    out.append(']');
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
