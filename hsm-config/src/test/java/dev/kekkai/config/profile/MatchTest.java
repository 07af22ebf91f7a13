package dev.kekkai.config.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchTest {

  private static final ModuleFacts MODULE =
      new ModuleFacts("Acme Ltd", "Acme PKCS#11", "3.1", "A 9000 V2", "0815", "7.9");

  private static Match match(String manufacturer, String description, String model) {
    return new Match(manufacturer, description, model, "", VersionRange.ANY, VersionRange.ANY);
  }

  private static Match match(String serial, VersionRange firmware, VersionRange library) {
    return new Match("Acme", "", "", serial, firmware, library);
  }

  @Test
  void of_two_matches_the_one_that_states_more_is_meant() {
    assertThat(match("a", "", "").stated()).isLessThan(match("a", "b", "").stated());
    VersionRange new7 = VersionRange.parse(">= 7.9");
    assertThat(match("", new7, VersionRange.ANY).stated())
        .isGreaterThan(match("Acme", "", "").stated())
        .isLessThan(match("0815", new7, new7).stated());
  }

  @Test
  void a_text_is_contained_in_any_case_and_nothing_stated_matches_nothing() {
    assertThat(match("", "", "").matches(MODULE)).isFalse();
    assertThat(match("", "", "9000 v2").matches(MODULE)).isTrue();
    assertThat(match("acme", "", "8000").matches(MODULE)).isFalse();
  }

  @Test
  void a_serial_number_is_the_whole_one() {
    assertThat(match("0815", VersionRange.ANY, VersionRange.ANY).matches(MODULE)).isTrue();
    assertThat(match("815", VersionRange.ANY, VersionRange.ANY).matches(MODULE)).isFalse();
    assertThat(match("815", VersionRange.ANY, VersionRange.ANY).isMeasuredOn(MODULE)).isFalse();
  }

  @Test
  void firmware_and_library_are_looked_at_apart() {
    VersionRange seven = VersionRange.parse(">= 7");
    assertThat(match("", seven, VersionRange.ANY).matches(MODULE)).isTrue();
    assertThat(match("", VersionRange.ANY, seven).matches(MODULE)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">= 7.9.3     | 7.9  | false",
        ">= 7.9.3     | 7.10 | true",
        "< 2.7        | 2.6  | true",
        "< 2.7        | 2.7  | false",
        "<= 2.7       | 2.7  | true",
        "> 2.7        | 2.7  | false",
        "> 2.7        | 2.10 | true",
        "= 3.87       | 3.87 | true",
        "= 3          | 3.0  | true",
        "=3           | 3.1  | false",
        ">=2.6, < 2.7 | 2.6  | true",
        ">=2.6, < 2.7 | 2.7  | false",
        ">= 1         | v2   | false",
        ">= 1         | ''   | false"
      })
  void versions_are_compared_number_by_number(String range, String version, boolean contained) {
    assertThat(VersionRange.parse(range).contains(version)).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"7.9", ">= seven", "~ 7", ">= 7.9 < 8", ">= 7,", ">= 7.9.3.1.2", ">= 777777"})
  void what_is_no_range_is_refused(String text) {
    assertThatThrownBy(() -> VersionRange.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be a range of versions such as >= 7.9 or >= 2.6, < 2.7");
  }

  @Test
  void a_range_is_written_as_it_is_read() {
    String text = ">= 2.6, < 2.7";
    assertThat(VersionRange.parse(text)).hasToString(text);
  }
}
