package dev.kekkai.keyserver.alarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Decides what is too much. Pure: the same counts give the same findings. */
final class Judge {
  private final AlarmSettings settings;

  Judge(AlarmSettings settings) {
    this.settings = settings;
  }

  /**
   * Looks at the last period's length of time, which begins in the period before the present one:
   * of that one the part still counts that lies within it, as if its events were spread evenly. So
   * nobody escapes by sitting on the border of two periods.
   *
   * @param counts of the present period and the one before
   * @param period the present period
   * @param elapsed the part of it that is over, 0 to 1
   * @param baselines what is usual
   * @return what is too much
   */
  List<Finding> findings(
      List<Count> counts,
      long period,
      double elapsed,
      Map<BaselineTable.Subject, Baseline> baselines) {
    Map<Activity, Double> events = new HashMap<>();
    for (Count count : counts) {
      double weight = count.period() == period ? 1 : 1 - elapsed;
      events.merge(count.activity(), weight * count.events(), Double::sum);
    }
    List<Finding> findings = new ArrayList<>();
    events.forEach(
        (activity, number) -> {
          Finding finding = finding(activity, Math.round(number), baselines);
          if (finding.seen >= finding.threshold) {
            findings.add(finding);
          }
        });
    return findings;
  }

  private Finding finding(
      Activity activity, long seen, Map<BaselineTable.Subject, Baseline> baselines) {
    return switch (activity.kind()) {
      case OPENED -> rate(activity, seen, baselines);
      case REFUSED -> burst(activity, AlarmKind.REFUSALS, seen, settings.refusals());
      case SUSPENDED -> burst(activity, AlarmKind.SUSPENDED_USE, seen, settings.refusals());
      case NOT_OPENED -> burst(activity, AlarmKind.NOT_OPENED, seen, settings.notOpened());
    };
  }

  private Finding rate(
      Activity activity, long seen, Map<BaselineTable.Subject, Baseline> baselines) {
    Baseline usual =
        baselines.getOrDefault(
            new BaselineTable.Subject(activity.client(), activity.kek()), Baseline.NONE);
    long threshold = usual.threshold(settings);
    boolean learned = usual.isLearned(settings);
    String detail =
        String.format(
            Locale.ROOT,
            "client %s had %d items opened under %s within %s; usual are %.1f, too many are %d%s",
            activity.client(),
            seen,
            activity.kek(),
            seconds(settings.period()),
            usual.mean(),
            threshold,
            learned ? "" : " (its history is still short)");
    return new Finding(
        activity,
        AlarmKind.RATE,
        seen,
        threshold,
        learned && settings.suspend().contains(AlarmKind.RATE),
        detail);
  }

  private Finding burst(Activity activity, AlarmKind kind, long seen, long threshold) {
    String detail =
        String.format(
            Locale.ROOT,
            "client %s: %d items %s within %s; too many are %d",
            activity.client(),
            seen,
            what(activity.kind()),
            seconds(settings.period()),
            threshold);
    return new Finding(activity, kind, seen, threshold, settings.suspend().contains(kind), detail);
  }

  private static String seconds(Duration period) {
    return period.toSeconds() + " s";
  }

  private static String what(Activity.Kind kind) {
    return switch (kind) {
      case OPENED -> "were opened";
      case REFUSED -> "were refused";
      case SUSPENDED -> "were refused because it is suspended,";
      case NOT_OPENED -> "did not open";
    };
  }

  /** Something that is too much, and whether it suspends. */
  record Finding(
      Activity activity,
      AlarmKind kind,
      long seen,
      long threshold,
      boolean suspends,
      String detail) {}
}
