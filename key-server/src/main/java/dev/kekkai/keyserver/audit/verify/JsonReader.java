package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.audit.format.AuditFormatException;
import dev.kekkai.keyserver.audit.json.AuditJson;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** An export, line by line; empty lines do not count. */
final class JsonReader implements AuditReader {
  private final BoundedLines lines;

  JsonReader(InputStream in) {
    this.lines = new BoundedLines(in);
  }

  @Override
  public @Nullable AuditItem next() throws IOException {
    String line = lines.next();
    while (line != null && line.isBlank()) {
      line = lines.next();
    }
    if (line == null) {
      return null;
    }
    try {
      return new AuditItem.Row(AuditJson.parse(line));
    } catch (AuditFormatException e) {
      return new AuditItem.Unreadable("line " + lines.number(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
