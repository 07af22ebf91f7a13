package dev.kekkai.keyserver.alarm;

import java.time.Duration;
import java.util.Set;

/**
 * When to raise alarms, the same at all servers.
 *
 * @param period over which items are counted, 1 second to 1 hour, whole seconds
 * @param factor how many times as many items as usual are too many, at least 1.5
 * @param floor fewer items than this in a period are never too many, at least 1
 * @param learning after how many periods of activity a client's own history counts enough to
 *     suspend it, at least 1
 * @param memory after how many periods of activity what was learned has lost half its weight, at
 *     least 1
 * @param refusals so many refused items in a period are too many, also those of a client that is
 *     suspended, at least 1
 * @param notOpened so many items in a period that don't open are too many, at least 1
 * @param quiet how long nothing more is told of the same matter, 1 second to 7 days
 * @param suspend which kinds of alarm suspend the client
 */
public record AlarmSettings(
    Duration period,
    double factor,
    long floor,
    int learning,
    int memory,
    long refusals,
    long notOpened,
    Duration quiet,
    Set<AlarmKind> suspend) {

  /** What counts when nothing is said. Nobody is suspended. */
  public static final AlarmSettings DEFAULT =
      new AlarmSettings(
          Duration.ofMinutes(1), 5, 100, 30, 60, 50, 20, Duration.ofMinutes(15), Set.of());

  private static final double LEAST_FACTOR = 1.5;

  /**
   * Checks the bounds.
   *
   * @param period over which items are counted
   * @param factor how many times as many items as usual are too many
   * @param floor fewer items than this are never too many
   * @param learning after how many periods a history counts enough to suspend
   * @param memory after how many periods what was learned has lost half its weight
   * @param refusals so many refused items are too many
   * @param notOpened so many items that don't open are too many
   * @param quiet how long nothing more is told of the same matter
   * @param suspend which kinds of alarm suspend the client
   * @throws IllegalArgumentException when one of them is out of bounds
   */
  public AlarmSettings {
    suspend = Set.copyOf(suspend);
    require(
        period.toNanosPart() == 0 && isBetween(period, Duration.ofSeconds(1), Duration.ofHours(1)),
        "An alarm's period is 1 s to 1 h, whole seconds, not " + period);
    require(factor >= LEAST_FACTOR, "An alarm's factor is at least 1.5, not " + factor);
    require(
        floor >= 1 && learning >= 1 && memory >= 1 && refusals >= 1 && notOpened >= 1,
        "An alarm's floor, learning, memory, refusals and notOpened are at least 1");
    require(
        isBetween(quiet, Duration.ofSeconds(1), Duration.ofDays(7)),
        "An alarm's quiet time is 1 s to 7 d, not " + quiet);
    require(
        !suspend.contains(AlarmKind.REGISTRY),
        "A change of the registry is nobody's in particular: it suspends no client");
    require(
        !suspend.contains(AlarmKind.SUSPENDED_USE),
        "An alarm about a suspended client does not suspend it again");
  }

  private static boolean isBetween(Duration value, Duration least, Duration most) {
    return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
