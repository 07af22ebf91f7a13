package dev.kekkai.keyserver.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** YAML is read strictly. */
class YamlDocumentTest {
  private final Problems problems = new Problems();

  private YamlMap read(String text) {
    return YamlDocument.read(text, 100_000, problems).orElseThrow();
  }

  private List<String> problems() {
    try {
      problems.throwIfAny("test");
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream().map(Problem::describe).toList();
    }
  }

  private String onlyProblem(String text) {
    assertThat(YamlDocument.read(text, 100_000, problems)).isEmpty();
    assertThat(problems()).hasSize(1);
    return problems().get(0);
  }

  @Test
  void a_key_stands_once() {
    assertThat(onlyProblem("a: 1\nb: 2\na: 3")).startsWith("line 3").contains("uplicate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: &x 1\nb: *x", "a: &x [1]", "a: &x {b: 1}", "a: {b: 1}\nc:\n  <<: *x"})
  void anchors_and_aliases_are_refused(String text) {
    assertThat(YamlDocument.read(text, 100_000, problems)).isEmpty();
    assertThat(problems()).hasSize(1);
  }

  @Test
  void the_place_of_an_anchor_is_told() {
    assertThat(onlyProblem("a: 1\nb: *x"))
        .isEqualTo("line 2, column 4: anchors (&) and aliases (*) are not read; write it out");
  }

  @Test
  void a_second_document_is_refused() {
    assertThat(YamlDocument.read("a: 1\n---\nb: 2", 100_000, problems)).isEmpty();
    assertThat(problems()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: [", "a: }", "\ta: 1", "a: 'b", "a: b: c", "a: !!int x\n["})
  void what_is_no_yaml_is_refused_with_its_place(String text) {
    assertThat(onlyProblem(text)).contains(": is no YAML: ");
  }

  @Test
  void deep_nesting_is_refused_before_it_is_built() {
    assertThat(onlyProblem("a: " + "[".repeat(40_000))).contains("is no YAML: ");
    Problems none = new Problems();
    assertThat(YamlDocument.read("a: " + "[".repeat(15) + "1" + "]".repeat(15), 100_000, none))
        .isPresent();
  }

  @Test
  void values_are_of_the_kind_that_was_asked_for() {
    YamlMap map =
        read("text: abc\nnumber: 12\nflag: true\nlist: [1, b]\nmap: {k: v}\nnothing: null");
    assertThat(map.require("text").flatMap(v -> v.text(t -> t))).contains("abc");
    assertThat(map.require("number").flatMap(v -> v.number(1, 12))).contains(12L);
    assertThat(map.require("flag").flatMap(YamlValue::flag)).contains(true);
    assertThat(map.require("list").orElseThrow().list(0, 2)).hasSize(2);
    assertThat(map.require("map").flatMap(YamlValue::map).orElseThrow().keys())
        .containsExactly("k");
    assertThat(map.get("nothing")).isEmpty();
    map.end();
    assertThat(problems()).isEmpty();
  }

  @Test
  void values_of_another_kind_are_problems() {
    YamlMap map = read("text: 12\nnumber: '12'\nflag: yes\nlist: x\nmap: [1]");
    assertThat(map.require("text").flatMap(v -> v.text(t -> t))).isEmpty();
    assertThat(map.require("number").flatMap(v -> v.number(1, 12))).isEmpty();
    assertThat(map.require("flag").flatMap(YamlValue::flag)).isEmpty();
    assertThat(map.require("list").orElseThrow().list(0, 2)).isEmpty();
    assertThat(map.require("map").flatMap(YamlValue::map)).isEmpty();
    assertThat(problems())
        .containsExactly(
            "text = 12: must be text; put it into quotation marks",
            "number = 12: must be a whole number from 1 to 12",
            "flag = yes: must be true or false",
            "list = x: must be a list",
            "map: must be a mapping of keys to values");
  }

  @ParameterizedTest
  @ValueSource(strings = {"13", "0", "-1", "1.5", "99999999999999999999", "1e1"})
  void numbers_have_bounds(String number) {
    assertThat(read("n: " + number).require("n").flatMap(v -> v.number(1, 12))).isEmpty();
    assertThat(problems()).hasSize(1);
  }

  @Test
  void keys_that_nobody_asked_for_are_refused() {
    YamlMap map = read("a: 1\nextra: 2\nlist: [{x: 1, y: 2}]");
    map.get("a");
    YamlMap inner = map.require("list").orElseThrow().list(1, 1).get(0).map().orElseThrow();
    inner.get("x");
    inner.end();
    map.end();
    assertThat(problems())
        .containsExactly(
            "list[0].y: is no key here; the keys are x",
            "extra: is no key here; the keys are a, list");
  }

  @Test
  void texts_have_bounds() {
    YamlMap map = read("t: " + "x".repeat(20_000));
    assertThat(map.require("t").flatMap(v -> v.text(t -> t))).isEmpty();
    assertThat(problems()).containsExactly("t: must have at most 16384 characters, not 20000");
  }

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "30s,PT30S", "15m,PT15M", "1h,PT1H", "7d,P7D"})
  void durations(String text, Duration expected) {
    assertThat(Texts.duration(Duration.ZERO, Duration.ofDays(7), "").parse(text))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "h", "-1h", "8d", "1 h", "1H", "9999999999d"})
  void what_is_no_duration_or_too_long_is_refused(String text) {
    assertThatThrownBy(
            () -> Texts.duration(Duration.ZERO, Duration.ofDays(7), "0s to 7d").parse(text))
        .hasMessage("must be a duration from 0s to 7d, such as 30s, 15m, 1h or 7d");
  }

  @Test
  void a_problem_can_be_added_to_a_value() {
    YamlValue value = read("k: v").require("k").orElseThrow();
    value.problem("is not liked");
    assertThat(value.place()).isEqualTo("k");
    assertThat(problems()).containsExactly("k = v: is not liked");
    assertThat(problems.count()).isOne();
    Optional<String> shaped = value.text(Texts.shaped(Pattern.compile("x"), "must be x"));
    assertThat(shaped).isEmpty();
    assertThat(problems.count()).isEqualTo(2);
  }
}
