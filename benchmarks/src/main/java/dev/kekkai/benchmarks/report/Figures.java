package dev.kekkai.benchmarks.report;

import dev.kekkai.benchmarks.run.Quartiles;
import java.util.Locale;

/** Numbers as people read them: three digits say all that these measurements know. */
final class Figures {
  private static final double THOUSAND = 1e3;
  private static final double MILLION = 1e6;

  private Figures() {}

  /** A rate: 529, 86.2 k, 1.71 M. */
  static String rate(double perSecond) {
    if (perSecond >= MILLION) {
      return threeDigits(perSecond / MILLION) + " M";
    }
    return perSecond >= THOUSAND
        ? threeDigits(perSecond / THOUSAND) + " k"
        : threeDigits(perSecond);
  }

  /** A ratio: 0.93, 7.21, 42.6. */
  static String ratio(double ratio) {
    return ratio < 10 ? String.format(Locale.ROOT, "%.2f", ratio) : threeDigits(ratio);
  }

  static String times(double quotient) {
    return String.format(Locale.ROOT, "x%.2f", quotient);
  }

  static String bytes(double bytes) {
    return String.format(Locale.ROOT, "%,.0f", bytes);
  }

  /** Half the distance of the quartiles, in percent of the median. */
  static String spread(Quartiles q) {
    return String.format(Locale.ROOT, "%.0f %%", 50 * (q.high() - q.low()) / q.median());
  }

  private static String threeDigits(double value) {
    if (value >= 100) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
  }
}
