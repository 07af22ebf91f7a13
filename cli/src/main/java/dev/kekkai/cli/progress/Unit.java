package dev.kekkai.cli.progress;

import java.util.Locale;

/** What is counted, and how amounts of it are written. Immutable. */
public final class Unit {
  private static final String[] BYTES = {"B", "KiB", "MiB", "GiB", "TiB"};

  /** Bytes of files, written as KiB, MiB and so on. */
  public static final Unit BYTE = new Unit("");

  private final String plural;

  private Unit(String plural) {
    this.plural = plural;
  }

  /**
   * Things that are counted one by one.
   *
   * @param plural such as {@code rows}
   * @return the unit
   */
  public static Unit of(String plural) {
    return new Unit(plural);
  }

  /** Such as {@code 450,000/1,000,000 DEKs}, or without a total {@code 450,000 DEKs}. */
  String amount(long done, long total) {
    String whole = total > 0 ? write(done) + "/" + write(total) : write(done);
    return plural.isEmpty() ? whole : whole + " " + plural;
  }

  /** Such as {@code 38,000/s}. */
  String rate(double perSecond) {
    return write(Math.round(perSecond)) + "/s";
  }

  private String write(long amount) {
    if (!plural.isEmpty()) {
      return String.format(Locale.ROOT, "%,d", amount);
    }
    int power = 0;
    double scaled = amount;
    while (scaled >= 1024 && power < BYTES.length - 1) {
      scaled /= 1024;
      power++;
    }
    return power == 0
        ? amount + " " + BYTES[0]
        : String.format(Locale.ROOT, "%.1f %s", scaled, BYTES[power]);
  }
}
