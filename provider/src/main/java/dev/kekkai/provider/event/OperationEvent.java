package dev.kekkai.provider.event;

import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Outcome;
import dev.kekkai.provider.Place;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One operation. Off unless a recording asks for it: there may be a million in a second. */
@Name("dev.kekkai.Operation")
@Label("Operation")
@Category("Kekkai")
@Description("One cryptographic operation, from the caller's request to its end")
@Enabled(false)
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // Flight Recorder reads the fields
final class OperationEvent extends Event {
  /** Never committed; a class's events are all on or all off. */
  private static final OperationEvent ANY = new OperationEvent();

  @Label("Provider")
  private @Nullable String provider;

  @Label("Operation")
  private @Nullable String operation;

  @Label("Place")
  @Description("HSM or SOFTWARE")
  private @Nullable String place;

  @Label("Outcome")
  @Description("OK, BAD_INPUT (what the caller brought does not fit) or FAILED")
  private @Nullable String outcome;

  private OperationEvent() {}

  static boolean isOn() {
    return ANY.isEnabled();
  }

  static OperationEvent begun() {
    OperationEvent event = new OperationEvent();
    event.begin();
    return event;
  }

  void ended(String by, Operation what, Place where, Outcome how) {
    end();
    if (shouldCommit()) {
      provider = by;
      operation = what.name();
      place = where.name();
      outcome = how.name();
      commit();
    }
  }
}
