package dev.kekkai.keyserver.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where readers of the audit log get it from. Thread-safe. */
@FunctionalInterface
public interface AuditPages {
  /**
   * Writes a piece of the log as JSON lines.
   *
   * @param chain the chain to read; null for the list of chains
   * @param from the first entry or chain wanted, 1 and up
   * @param limit the most entries or chains
   * @param out where to, in UTF-8; nothing for what there isn't
   * @throws IOException when the log can't be read now, or {@code out} takes no more
   */
  void write(@Nullable UUID chain, long from, int limit, OutputStream out) throws IOException;
}
