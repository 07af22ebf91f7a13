package dev.kekkai.provider.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A call hangs, or came back. */
@Name("dev.kekkai.Quarantine")
@Label("Quarantine")
@Category("Kekkai")
@Description("A call hung past its deadline, or one that had came back")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // Flight Recorder reads the fields
final class QuarantineEvent extends Event {
  @Label("Provider")
  private @Nullable String provider;

  @Label("Hanging")
  @Description("Calls that hang now")
  private int hanging;

  private QuarantineEvent() {}

  static void record(String provider, int hanging) {
    QuarantineEvent event = new QuarantineEvent();
    if (event.isEnabled()) {
      event.provider = provider;
      event.hanging = hanging;
      event.commit();
    }
  }
}
