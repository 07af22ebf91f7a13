package dev.kekkai.config.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of versions such as {@code >= 7.9}, {@code < 2.7} or {@code >= 2.6, < 2.7}. Versions are
 * compared number by number, and a number that is missing counts as 0: CK_VERSION has two of them.
 *
 * @param bounds all of which a version must keep; empty for every version
 */
public record VersionRange(List<Bound> bounds) {

  /** Every version. */
  static final VersionRange ANY = new VersionRange(List.of());

  private static final Pattern BOUND =
      Pattern.compile("(>=|<=|>|<|=)\\s*([0-9]{1,5}(?:\\.[0-9]{1,5}){0,3})");
  private static final Pattern VERSION = Pattern.compile("[0-9]{1,5}(\\.[0-9]{1,5}){0,3}");

  /**
   * Copies the bounds.
   *
   * @param bounds all of which a version must keep; empty for every version
   */
  public VersionRange {
    bounds = List.copyOf(bounds);
  }

  /**
   * Reads a range.
   *
   * @param text comparisons, parted by commas
   * @return the range
   * @throws IllegalArgumentException if it is none
   */
  static VersionRange parse(String text) {
    List<Bound> bounds = new ArrayList<>();
    for (String part : ProfileWords.list(text)) {
      Matcher bound = BOUND.matcher(part);
      if (!bound.matches()) {
        throw new IllegalArgumentException(
            "must be a range of versions such as >= 7.9 or >= 2.6, < 2.7");
      }
      bounds.add(new Bound(bound.group(1), bound.group(2)));
    }
    return new VersionRange(bounds);
  }

  /**
   * Whether a version is in the range.
   *
   * @param version numbers parted by dots; anything else is in no range but that of all versions
   * @return whether it keeps every bound
   */
  public boolean contains(String version) {
    return bounds.isEmpty()
        || (VERSION.matcher(version).matches()
            && bounds.stream().allMatch(bound -> bound.isKeptBy(version)));
  }

  /** Whether every version is in it. */
  boolean isAny() {
    return bounds.isEmpty();
  }

  /** The range as it is written in profiles. */
  @Override
  public String toString() {
    return String.join(", ", bounds.stream().map(Bound::toString).toList());
  }

  /**
   * One comparison.
   *
   * @param operator {@code >=}, {@code <=}, {@code >}, {@code <} or {@code =}
   * @param version what to compare with
   */
  public record Bound(String operator, String version) {

    private boolean isKeptBy(String other) {
      int order = compare(other, version);
      return switch (operator) {
        case ">=" -> order >= 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        case "<" -> order < 0;
        default -> order == 0;
      };
    }

    private static int compare(String one, String other) {
      String[] left = one.split("\\.", -1);
      String[] right = other.split("\\.", -1);
      for (int i = 0; i < Math.max(left.length, right.length); i++) {
        int order = Integer.compare(number(left, i), number(right, i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }

    private static int number(String[] numbers, int i) {
      return i < numbers.length ? Integer.parseInt(numbers[i]) : 0;
    }

    /** As it is written in profiles. */
    @Override
    public String toString() {
      return operator + " " + version;
    }
  }
}
