package dev.kekkai.provider.event;

import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Outcome;
import dev.kekkai.provider.Place;
import org.jspecify.annotations.Nullable;

/** An operation under way that a recording wants. */
public final class FlightOperation {
  private final OperationEvent event = OperationEvent.begun();

  private FlightOperation() {}

  /**
   * Whether a recording wants operations.
   *
   * @return false nearly always; costs next to nothing
   */
  public static boolean isOn() {
    return OperationEvent.isOn();
  }

  /**
   * An operation begins now.
   *
   * @return to be ended by {@link #ended}; null when no recording wants it
   */
  public static @Nullable FlightOperation begun() {
    return isOn() ? new FlightOperation() : null;
  }

  /**
   * It ended, and is recorded.
   *
   * @param provider the provider's name
   * @param what what was asked for
   * @param place where it ran
   * @param outcome how it ended
   */
  public void ended(String provider, Operation what, Place place, Outcome outcome) {
    event.ended(provider, what, place, outcome);
  }
}
