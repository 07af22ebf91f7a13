package dev.kekkai.keyserver.audit.reject;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log of attempts that failed before anybody was authenticated. It proves nothing and decides
 * nothing; whatever comes in, it stays small. Thread-safe.
 */
public interface RejectLog extends AutoCloseable {
  /**
   * Notes a failure. Returns at once and never throws.
   *
   * @param reason why it failed, a fixed word
   * @param peer the address it came from
   * @param detail for people, nothing secret; cut to 512 characters, control characters replaced
   */
  void rejected(String reason, String peer, @Nullable String detail);

  /**
   * How many there were since the start, for metrics.
   *
   * @return by reason
   */
  Map<String, Long> counts();

  /** Writes what was kept, once, and ends. */
  @Override
  void close();
}
