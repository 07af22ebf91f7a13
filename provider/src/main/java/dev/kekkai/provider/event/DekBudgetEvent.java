package dev.kekkai.provider.event;

import dev.kekkai.provider.keys.KekRef;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A DEK's budget passes a threshold. */
@Name("dev.kekkai.DekBudget")
@Label("DEK Budget")
@Category("Kekkai")
@Description("The use budget of a DEK passes a threshold")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // Flight Recorder reads the fields
final class DekBudgetEvent extends Event {
  @Label("Provider")
  private @Nullable String provider;

  @Label("KEK")
  @Description("Name and version")
  private @Nullable String kek;

  @Label("Threshold")
  @Description("In percent")
  private int threshold;

  @Label("Used")
  @Description("Uses taken")
  private long used;

  @Label("Max")
  @Description("Uses there are in all")
  private long max;

  private DekBudgetEvent() {}

  static void record(String provider, KekRef kek, int percent, long used, long max) {
    DekBudgetEvent event = new DekBudgetEvent();
    if (event.isEnabled()) {
      event.provider = provider;
      event.kek = kek.label();
      event.threshold = percent;
      event.used = used;
      event.max = max;
      event.commit();
    }
  }
}
