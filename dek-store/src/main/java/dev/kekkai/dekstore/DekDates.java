package dev.kekkai.dekstore;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a DEK entered its states; each date is set once, to the millisecond.
 *
 * @param created when it was made
 * @param activated when it began to encrypt; null before
 * @param deactivated when it ceased to encrypt; null before
 * @param compromised when it was marked as compromised; null if it was not
 * @param destroyed when its wrapped form was taken out of the store; null before
 */
public record DekDates(
    Instant created,
    @Nullable Instant activated,
    @Nullable Instant deactivated,
    @Nullable Instant compromised,
    @Nullable Instant destroyed) {

  /**
   * Of a DEK that is active from the start.
   *
   * @param now when it is made
   * @return created and activated now
   */
  public static DekDates activeFrom(Instant now) {
    return new DekDates(now, now, null, null, null);
  }

  /**
   * Of a DEK that waits to be activated.
   *
   * @param now when it is made
   * @return created now
   */
  public static DekDates createdAt(Instant now) {
    return new DekDates(now, null, null, null, null);
  }

  /** With the date of one more state. */
  DekDates entering(DekState state, Instant now) {
    return switch (state) {
      case PRE_ACTIVE -> this;
      case ACTIVE -> new DekDates(created, now, deactivated, compromised, destroyed);
      case DEACTIVATED -> new DekDates(created, activated, now, compromised, destroyed);
      case COMPROMISED -> new DekDates(created, activated, deactivated, now, destroyed);
      case DESTROYED -> new DekDates(created, activated, deactivated, compromised, now);
    };
  }
}
