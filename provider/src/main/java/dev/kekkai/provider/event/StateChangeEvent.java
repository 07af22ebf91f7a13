package dev.kekkai.provider.event;

import dev.kekkai.cryptoki.TokenState;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The token's state changed. */
@Name("dev.kekkai.StateChange")
@Label("State Change")
@Category("Kekkai")
@Description("The state of the token changed")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // Flight Recorder reads the fields
final class StateChangeEvent extends Event {
  @Label("Provider")
  private @Nullable String provider;

  @Label("From")
  private @Nullable String from;

  @Label("To")
  private @Nullable String to;

  @Label("Reason")
  private @Nullable String reason;

  private StateChangeEvent() {}

  static void record(String provider, TokenState from, TokenState to, String reason) {
    StateChangeEvent event = new StateChangeEvent();
    if (event.isEnabled()) {
      event.provider = provider;
      event.from = from.name();
      event.to = to.name();
      event.reason = reason;
      event.commit();
    }
  }
}
