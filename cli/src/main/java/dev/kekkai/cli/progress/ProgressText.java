package dev.kekkai.cli.progress;

import java.util.Locale;

/**
 * One moment of a long command, in words.
 *
 * @param what such as {@code Rewrapping}
 * @param unit what is counted
 * @param done how many are done
 * @param total of how many; 0 when nobody knows
 * @param perSecond how fast it went of late
 */
record ProgressText(String what, Unit unit, long done, long total, double perSecond) {
  private static final int SMALLEST_BAR = 5;
  private static final int LARGEST_BAR = 40;

  /** A plain line. */
  String line() {
    return what + ": " + unit.amount(done, total) + (total > 0 ? ", " + percent() : "") + speed();
  }

  /** A line with a bar of at most so many columns, unless the words alone have more. */
  String bar(int columns) {
    if (total <= 0) {
      return line();
    }
    String after = " " + percent() + "  " + unit.amount(done, total) + speed();
    int width =
        Math.max(SMALLEST_BAR, Math.min(LARGEST_BAR, columns - what.length() - after.length() - 3));
    int full = (int) (width * fraction());
    return what + " [" + "#".repeat(full) + ".".repeat(width - full) + "]" + after;
  }

  private double fraction() {
    return Math.min(1, (double) done / total);
  }

  private String percent() {
    return (int) (100 * fraction()) + " %";
  }

  private String speed() {
    if (perSecond <= 0) {
      return "";
    }
    String rate = ", " + unit.rate(perSecond);
    return total > done ? rate + ", " + time((total - done) / perSecond) + " left" : rate;
  }

  private static String time(double seconds) {
    long whole = (long) Math.ceil(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%,d:%02d h", whole / 3600, whole / 60 % 60);
  }
}
