package dev.kekkai.keyserver.audit.verify;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gives an audit log item by item: first the beginnings of all chains, then chain after chain its
 * seals and entries in order, each seal behind the entry that it covers. For one thread.
 */
public interface AuditReader extends AutoCloseable {
  /**
   * The next item.
   *
   * @return null at the end
   * @throws IOException when there may be more, but it can't be read
   */
  @Nullable AuditItem next() throws IOException;

  @Override
  void close() throws IOException;
}
