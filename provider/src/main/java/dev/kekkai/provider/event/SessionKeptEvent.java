package dev.kekkai.provider.event;

import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** Somebody keeps a session. */
@Name("dev.kekkai.SessionKept")
@Label("Session Kept")
@Category("Kekkai")
@Description("A session has been lent for longer than sessions.leak-after")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // Flight Recorder reads the fields
final class SessionKeptEvent extends Event {
  @Label("Provider")
  private @Nullable String provider;

  @Label("Borrower")
  @Description("The thread that has it")
  private @Nullable String borrower;

  @Label("Lent")
  @Timespan(Timespan.NANOSECONDS)
  private long lent;

  private SessionKeptEvent() {}

  static void record(String provider, String borrower, Duration lent) {
    SessionKeptEvent event = new SessionKeptEvent();
    if (event.isEnabled()) {
      event.provider = provider;
      event.borrower = borrower;
      event.lent = lent.toNanos();
      event.commit();
    }
  }
}
