package dev.kekkai.testkit.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MatrixPageTest {
  private static final String HEAD = "# Title\n\n| a | b |\n|---|---|\n\n## Tests\n";

  private static final List<Result> RUN =
      List.of(
          new Result("A.works", "nss", Outcome.PASSED, ""),
          new Result("A.works", "soft", Outcome.ABORTED, "soft: it can't"),
          new Result("A.fails", "nss", Outcome.ABORTED, "nss: it dies"),
          new Result("A.fails", "soft", Outcome.PASSED, ""),
          new Result("A.fails", "soft", Outcome.ABORTED, "soft: it can't"));

  @Test
  void a_page_has_a_row_per_test_and_says_why_not() {
    assertThat(page().text())
        .isEqualTo(
            HEAD
                + """

                ### A

                | test | soft | nss |
                |---|---|---|
                | `fails` | pass, n/s [1] | bug [2] |
                | `works` | n/s [1] | pass |

                ## Reasons

                [1] it can't\\
                [2] it dies\\
                """);
  }

  @Test
  void a_page_reads_back_from_its_text() {
    MatrixPage again = new MatrixPage(HEAD, List.of("soft", "nss"));
    again.read(page().text());
    assertThat(again.text()).isEqualTo(page().text());
  }

  @Test
  void a_run_on_one_module_leaves_what_was_known_of_the_others() {
    MatrixPage page = page();
    page.add(List.of(new Result("A.works", "soft", Outcome.PASSED, "")), "iaik", Set.of());
    page.add(List.of(new Result("A.works", "soft", Outcome.PASSED, "")), "ffm", Set.of());
    assertThat(page.text()).contains("| `works` | pass | pass |", "| `fails` | pass, n/s [1] |");
  }

  @Test
  void a_difference_between_the_bindings_shows_until_it_is_gone() {
    MatrixPage page = page();
    page.add(List.of(new Result("A.works", "soft", Outcome.PASSED, "")), "ffm", Set.of());
    assertThat(page.text()).contains("| `works` | ffm: pass; iaik: n/s [1] | pass |");
    MatrixPage again = new MatrixPage(HEAD, List.of("soft", "nss"));
    again.read(page.text());
    assertThat(again.text()).isEqualTo(page.text());
    again.add(List.of(new Result("A.works", "soft", Outcome.PASSED, "")), "iaik", Set.of());
    assertThat(again.text()).contains("| `works` | pass | pass |");
  }

  @Test
  void a_played_vendor_has_no_bindings() {
    MatrixPage page = new MatrixPage(HEAD, List.of("it (played)"));
    page.add(List.of(new Result("A.works", "it (played)", Outcome.PASSED, "")), "iaik", Set.of());
    Result now = new Result("A.works", "it (played)", Outcome.ABORTED, "it (played): it can't");
    page.add(List.of(now), "ffm", Set.of());
    assertThat(page.text()).contains("| `works` | n/s [1] |");
  }

  @Test
  void a_class_that_ended_before_its_tests_fills_all_their_cells() {
    MatrixPage page = page();
    page.add(List.of(new Result("A", "nss", Outcome.ABORTED, "nss: no AES")), "iaik", Set.of());
    page.add(List.of(new Result("A", "nss", Outcome.ABORTED, "nss: no AES")), "ffm", Set.of());
    assertThat(page.text())
        .contains("| `works` | n/s [1] | n/s [2] |", "| `fails` | pass, n/s [1] | n/s [2] |");
  }

  @Test
  void what_failed_and_what_this_machine_has_not_changes_nothing() {
    MatrixPage page = page();
    page.add(
        List.of(
            new Result("A", "nss", Outcome.ABORTED, "nss is not to be had here: why"),
            new Result("A.works", "soft", Outcome.FAILED, "trouble")),
        "iaik",
        Set.of());
    assertThat(page.text()).isEqualTo(page().text());
  }

  @Test
  void tests_that_there_are_no_more_go() {
    MatrixPage page = page();
    page.keepOnly(Set.of("A.works"));
    assertThat(page.text()).contains("`works`").doesNotContain("`fails`", "it dies");
  }

  private static MatrixPage page() {
    MatrixPage page = new MatrixPage(HEAD, List.of("soft", "nss"));
    page.add(RUN, "iaik", Set.of("nss: it dies"));
    return page;
  }
}
