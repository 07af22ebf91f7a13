package dev.kekkai.keyserver.limit;

import dev.kekkai.keyserver.registry.RegisteredClient;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Hard limits per client and KEK, over all servers. Thread-safe. */
public interface Quotas {
  /** The answer when no waiting helps: more items than the bucket holds, or no bucket at all. */
  Duration NEVER = ChronoUnit.FOREVER.getDuration();

  /**
   * Takes tokens out of the client's bucket for a KEK, all of them or none.
   *
   * @param client who asks
   * @param kekName the KEK without version
   * @param items how many; at least one
   * @return zero when they were taken, else how long to wait till they would be, or {@link #NEVER}
   * @throws LimitUnavailableException when it can't be known
   */
  Duration take(RegisteredClient client, String kekName, int items)
      throws LimitUnavailableException;

  /**
   * Puts tokens back that were taken for what could not be done. Where that fails the client is
   * without them until they come with time.
   *
   * @param client who asked
   * @param kekName the KEK without version
   * @param items how many; no more than were taken
   */
  void giveBack(RegisteredClient client, String kekName, int items);
}
