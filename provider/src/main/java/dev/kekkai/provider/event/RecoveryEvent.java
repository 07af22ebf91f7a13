package dev.kekkai.provider.event;

import dev.kekkai.cryptoki.RecoveryLevel;
import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The token is back. */
@Name("dev.kekkai.Recovery")
@Label("Recovery")
@Category("Kekkai")
@Description("The token is back after an outage")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // Flight Recorder reads the fields
final class RecoveryEvent extends Event {
  @Label("Provider")
  private @Nullable String provider;

  @Label("Level")
  @Description("What it took: NONE, SESSIONS or MODULE")
  private @Nullable String level;

  @Label("Attempts")
  @Description("The last one included")
  private int attempts;

  @Label("Outage")
  @Description("From the first sign of trouble until now")
  @Timespan(Timespan.NANOSECONDS)
  private long outage;

  private RecoveryEvent() {}

  static void record(String provider, RecoveryLevel level, int attempts, Duration outage) {
    RecoveryEvent event = new RecoveryEvent();
    if (event.isEnabled()) {
      event.provider = provider;
      event.level = level.name();
      event.attempts = attempts;
      event.outage = outage.toNanos();
      event.commit();
    }
  }
}
