package dev.kekkai.dekstore;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a KEK version entered its states, to the millisecond. What is not set has not been, or was
 * not written down by the release of that time.
 *
 * @param created when it was registered here
 * @param activated when it became primary
 * @param retired when another version became primary, or it was enabled again
 * @param disabled when it was disabled; not set once it is enabled again
 * @param destroyableFrom the end of its waiting time, while it is disabled and after
 * @param destroyed when it was destroyed
 */
public record KekDates(
    Instant created,
    @Nullable Instant activated,
    @Nullable Instant retired,
    @Nullable Instant disabled,
    @Nullable Instant destroyableFrom,
    @Nullable Instant destroyed) {

  /** Of a version that is new. */
  static KekDates createdAs(KekState state, Instant now) {
    return new KekDates(now, state == KekState.PRIMARY ? now : null, null, null, null, null);
  }

  /** Waits from now on. */
  KekDates disabledFor(Duration wait, Instant now) {
    return new KekDates(created, activated, retired, now, now.plus(wait), destroyed);
  }

  KekDates entering(KekState next, Instant now) {
    return switch (next) {
      case PRIMARY -> new KekDates(created, now, retired, null, null, null);
      case RETIRED -> new KekDates(created, activated, now, null, null, null);
      case DESTROYED -> new KekDates(created, activated, retired, disabled, destroyableFrom, now);
      case PREPARED, DISABLED ->
          throw new IllegalArgumentException("No KEK version enters " + next.id() + " this way");
    };
  }
}
