package dev.kekkai.provider.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A caller waited for a session. */
@Name("dev.kekkai.SessionWait")
@Label("Session Wait")
@Category("Kekkai")
@Description("A caller waited for a session because none was free")
@SuppressWarnings("UnusedVariable") // Flight Recorder reads the fields
final class SessionWaitEvent extends Event {
  @Label("Provider")
  private @Nullable String provider;

  @Label("Waited")
  @Timespan(Timespan.NANOSECONDS)
  private long waited;

  @Label("Got One")
  @Description("Whether there was a session in time")
  private boolean got;

  private SessionWaitEvent() {}

  static void record(String provider, long nanos, boolean got) {
    SessionWaitEvent event = new SessionWaitEvent();
    if (event.isEnabled()) {
      event.provider = provider;
      event.waited = nanos;
      event.got = got;
      event.commit();
    }
  }
}
