package dev.kekkai.cli.doctor;

import dev.kekkai.cli.probe.Finding;
import dev.kekkai.config.profile.Errors;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.MarkedValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What was found, held against the profile in force.
 *
 * @param differences where it says something else
 * @param confirmed knobs of which it says the same
 * @param unmeasured knobs that were not probed and that the profile does not have as measured
 */
public record Comparison(
    List<Difference> differences, SortedSet<String> confirmed, SortedSet<String> unmeasured) {

  /**
   * Copies the differences.
   *
   * @param differences where it says something else
   * @param confirmed knobs of which it says the same
   * @param unmeasured knobs that nobody has measured
   */
  public Comparison {
    differences = List.copyOf(differences);
  }

  /**
   * Compares.
   *
   * @param findings what was found
   * @param profile the profile in force
   * @return the comparison
   */
  public static Comparison of(List<Finding> findings, HsmProfile profile) {
    List<Difference> differences = new ArrayList<>();
    SortedSet<String> confirmed = new TreeSet<>();
    SortedSet<String> unmeasured = new TreeSet<>(profile.unmeasured());
    for (Finding finding : findings) {
      MarkedValue stated = profile.knobs().get(finding.name());
      if (finding.isKnob() && stated != null) {
        unmeasured.remove(finding.name());
        if (isSame(finding, stated.text(), profile.errors())) {
          confirmed.add(finding.name());
        } else {
          differences.add(
              new Difference(
                  finding.name(),
                  stated.text(),
                  stated.mark().name().toLowerCase(Locale.ROOT),
                  finding.value(),
                  finding.remark()));
        }
      }
    }
    return new Comparison(differences, confirmed, unmeasured);
  }

  private static boolean isSame(Finding finding, String stated, Errors errors) {
    if (finding.name().equals("errors.authFail")) {
      return numbers(finding.value()).equals(errors.authFail());
    }
    return words(finding.value()).equals(words(stated));
  }

  private static Set<Long> numbers(String value) {
    return value.equals("none")
        ? Set.of()
        : Arrays.stream(value.split(",", -1))
            .map(String::strip)
            .map(Long::decode)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Lists in any order, hexadecimal numbers in any writing. */
  private static Set<String> words(String value) {
    return Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .map(w -> w.startsWith("0x") ? Long.decode(w).toString() : w)
        .collect(Collectors.toUnmodifiableSet());
  }
}
