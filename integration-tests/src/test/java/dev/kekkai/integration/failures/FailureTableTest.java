package dev.kekkai.integration.failures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.Cryptoki;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A part of the table is made anew in every build and compared with docs/failures.md; all of it
 * with {@code -Dkekkai.long}, which writes that page. In a JVM of its own: SoftHSM2 reads every key
 * of every token each time it is initialised, and the tokens of other tests made this one take
 * three times as long.
 */
@Tag("own-jvm")
class FailureTableTest {
  private static final Path PAGE = Path.of(System.getProperty("kekkai.root"), "docs/failures.md");

  /** These make Kekkai look at the token, at most ten times a second. */
  private static final List<Code> LOOKED_AFTER =
      List.of(Code.of("CKR_GENERAL_ERROR"), Code.of("CKR_SESSION_HANDLE_INVALID"));

  private static final List<Code> OTHERS =
      List.of(
          Code.of("CKR_FUNCTION_FAILED"),
          Code.of("CKR_KEY_HANDLE_INVALID"),
          Code.of("CKR_ARGUMENTS_BAD"));

  private static final Set<Work> SLOW = Set.of(Work.CONNECT, Work.RECOVER, Work.LOOK);

  private record Case(Place place, Code code) {}

  @Test
  void every_function_of_the_seam_is_in_the_table_or_left_out_for_a_reason() {
    Set<String> seam = new TreeSet<>();
    for (Method method : Cryptoki.class.getMethods()) {
      if (method.getName().startsWith("C_")) {
        seam.add(method.getName());
      }
    }
    Set<String> named = new TreeSet<>(FailureDocText.LEFT_OUT.keySet());
    Places.all().forEach(place -> named.add(place.function()));
    assertThat(named).isEqualTo(seam);
  }

  @Test
  void the_page_can_be_read_and_has_a_line_for_every_case() throws Exception {
    Map<Place, Map<Code, String>> page = page();
    assertThat(page.keySet()).containsExactlyInAnyOrderElementsOf(Places.all());
    page.forEach(
        (place, answers) ->
            assertThat(answers.keySet())
                .as("%s", place)
                .containsExactlyInAnyOrderElementsOf(Places.codes(place)));
  }

  @Test
  void the_table_is_as_it_was_or_all_of_it_made_anew() throws Exception {
    if (Boolean.getBoolean("kekkai.long")) {
      makeAnew();
    } else {
      comparePart();
    }
  }

  private static void comparePart() throws Exception {
    Map<Place, Map<Code, String>> page = page();
    try (FailureTable table = new FailureTable()) {
      for (Case c : part()) {
        table.run(c.place, c.code);
      }
      assertThat(table.violations()).isEmpty();
      if (table.binding().equals("ffm")) { // the other one calls functions in another order
        assertThat(differences(table.answers(), page)).isEmpty();
      }
    }
  }

  private static void makeAnew() throws Exception {
    try (FailureTable table = new FailureTable()) {
      for (Place place : Places.all()) {
        for (Code code : Places.codes(place)) {
          table.run(place, code);
        }
      }
      assertThat(table.violations()).isEmpty();
      if (table.binding().equals("ffm")) {
        Files.writeString(PAGE, FailureDoc.write(table.answers(), table.madeOn()));
        assertThat(page()).isEqualTo(table.answers());
      }
    }
  }

  private static Map<Place, Map<Code, String>> page() throws Exception {
    return FailureDoc.read(Files.readAllLines(PAGE));
  }

  /**
   * Each place with a code, each function with some more, and each code in two places of those that
   * are quickly done with.
   */
  private static Set<Case> part() {
    Set<Case> cases = new LinkedHashSet<>();
    Set<String> functions = new HashSet<>();
    List<Place> quick = new ArrayList<>();
    for (Place place : Places.all()) {
      boolean slow = SLOW.contains(place.work());
      boolean first = !slow && functions.add(place.function() + place.lost());
      if (place.lost() ? first : !first && !slow) {
        cases.add(new Case(place, Code.of("CKR_FUNCTION_FAILED")));
      } else if (!place.lost()) {
        cases.add(new Case(place, LOOKED_AFTER.get(cases.size() % LOOKED_AFTER.size())));
      }
      if (first && !place.lost()) {
        OTHERS.forEach(code -> cases.add(new Case(place, code)));
      }
      if (!slow && !place.lost()) {
        quick.add(place);
      }
    }
    cases.add(new Case(Place.before("C_Login", Work.CONNECT), Code.of("CKR_PIN_INCORRECT")));
    cases.add(new Case(Place.before("C_Login", Work.RECOVER), Code.of("CKR_PIN_INCORRECT")));
    for (int code = 0; code < Code.all().size(); code++) {
      for (int half = 0; half < 2; half++) {
        Place place = quick.get((code + half * quick.size() / 2) % quick.size());
        cases.add(new Case(place, Code.all().get(code)));
      }
    }
    return cases;
  }

  private static List<String> differences(
      Map<Place, Map<Code, String>> now, Map<Place, Map<Code, String>> page) {
    List<String> differences = new ArrayList<>();
    now.forEach(
        (place, answers) ->
            answers.forEach(
                (code, answer) -> {
                  String before = page.getOrDefault(place, Map.of()).get(code);
                  if (!answer.equals(before)) {
                    differences.add(
                        place + ", " + code + ": " + answer + "\n  in the page: " + before);
                  }
                }));
    return differences;
  }
}
