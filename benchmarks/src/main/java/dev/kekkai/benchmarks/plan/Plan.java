package dev.kekkai.benchmarks.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** All rows of the table, in its order. */
public final class Plan {
  static final int SMALL = 64;
  static final int KIB = 1024;

  private Plan() {}

  /**
   * The rows.
   *
   * @param bindings Kekkai's columns that can run here, the one that the goals are for first
   * @param quick whether to leave out what only a full run has
   * @param wanted regular expression that a part of a row's id must match; empty for all
   * @return in the order of the table
   */
  public static List<Row> rows(List<Column> bindings, boolean quick, String wanted) {
    List<Row> all = new ArrayList<>();
    all.addAll(new TokenRows(Section.NSS, bindings).rows());
    all.addAll(new TokenRows(Section.SOFTHSM2, bindings).rows());
    all.addAll(new SoftwareRows(bindings).rows());
    Predicate<String> isWanted = Pattern.compile(wanted).asPredicate();
    return all.stream()
        .filter(row -> wanted.isEmpty() ? !(quick && row.fullOnly()) : isWanted.test(row.id()))
        .toList();
  }

  /** A length as people write it. */
  static String size(int bytes) {
    if (bytes < KIB) {
      return String.format(Locale.ROOT, "%d B", bytes);
    }
    return bytes < KIB * KIB
        ? String.format(Locale.ROOT, "%d KiB", bytes / KIB)
        : String.format(Locale.ROOT, "%d MiB", bytes / KIB / KIB);
  }
}
