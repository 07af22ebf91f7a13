package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.audit.json.AuditJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of UTF-8, of which no one fills the memory. For one thread. */
final class BoundedLines implements AutoCloseable {
  /** One more than is read: longer lines are told from the longest. */
  private static final int KEPT = AuditJson.MAX_LINE + 1;

  private final BufferedReader in;
  private long number;

  BoundedLines(InputStream in) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
  }

  /** The next line without its end; null when there is none. Of a longer one the beginning. */
  @Nullable String next() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    if (c < 0) {
      return null;
    }
    number++;
    while (c >= 0 && c != '\n') {
      if (line.length() < KEPT) {
        line.append((char) c);
      }
      c = in.read();
    }
    return line.toString();
  }

  /** Of the line that {@link #next} gave, from 1. */
  long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
