package dev.kekkai.testkit.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MatrixReportTest {
  private static final List<String> MODULES = List.of("softhsm2", "nss");

  @Test
  void a_complete_run_has_no_problems() {
    assertThat(
            problems(
                Set.of("nss: it can't"),
                new Result("A.works", "softhsm2", Outcome.PASSED, ""),
                new Result("A.works", "nss", Outcome.ABORTED, "nss: it can't"),
                new Result("A.once", "-", Outcome.PASSED, "")))
        .isEmpty();
  }

  @Test
  void a_contract_that_did_not_run_on_a_module_is_a_problem() {
    assertThat(problems(Set.of(), new Result("A.works", "nss", Outcome.PASSED, "")))
        .containsExactly("A.works did not run on softhsm2");
  }

  @Test
  void one_that_runs_on_one_token_is_missed_there_only() {
    Plan plan = new Plan(MODULES, List.of("A"), Set.of("A"), Set.of(), Set.of());
    MatrixReport first =
        new MatrixReport(List.of(new Result("A.works", "softhsm2", Outcome.PASSED, "")));
    assertThat(first.problems(plan)).isEmpty();
    MatrixReport other =
        new MatrixReport(List.of(new Result("A.works", "nss", Outcome.PASSED, "")));
    assertThat(other.problems(plan)).containsExactly("A.works did not run on softhsm2");
  }

  @Test
  void a_contract_that_ended_before_its_tests_is_not_missed_on_that_module() {
    assertThat(
            problems(
                Set.of("nss: it can't"),
                new Result("A.works", "softhsm2", Outcome.PASSED, ""),
                new Result("A", "nss", Outcome.ABORTED, "nss: it can't")))
        .isEmpty();
  }

  @Test
  void a_test_class_that_did_not_run_is_a_problem() {
    assertThat(problems(Set.of(), new Result("B.works", "-", Outcome.PASSED, "")))
        .containsExactly("A did not run");
  }

  @Test
  void a_skipped_test_is_a_problem() {
    assertThat(problems(Set.of(), new Result("A.works", "-", Outcome.SKIPPED, "disabled")))
        .containsExactly("A.works on - was skipped: disabled");
  }

  @Test
  void giving_up_without_leave_is_a_problem() {
    assertThat(problems(Set.of(), new Result("A.works", "-", Outcome.ABORTED, "no mood")))
        .containsExactly("A.works on - gave up without leave: no mood");
  }

  @Test
  void a_token_that_this_machine_cannot_have_needs_no_leave() {
    String why = "tpm2 is not to be had here: not installed";
    assertThat(problems(Set.of(), new Result("A.works", "-", Outcome.ABORTED, why))).isEmpty();
  }

  @Test
  void leave_that_nobody_takes_is_a_problem() {
    assertThat(problems(Set.of("nss: it can't"), new Result("A.works", "-", Outcome.PASSED, "")))
        .containsExactly("listed as not supported, but is: nss: it can't");
  }

  @Test
  void a_result_reads_back_from_its_line() {
    Result result = new Result("A.works", "nss", Outcome.ABORTED, "two\nlines\tand a tab");
    assertThat(Result.ofLine(result.toLine())).isEqualTo(result);
    assertThat(result.reason()).isEqualTo("two lines and a tab");
  }

  @Test
  void a_run_of_a_part_need_not_look_at_all_that_is_listed() {
    MatrixReport report =
        new MatrixReport(List.of(new Result("A.works", "nss", Outcome.PASSED, "")));
    Set<String> expected = Set.of("nss: one", "nss: other");
    assertThat(report.problems(plan(List.of("nss"), expected, Set.of("nss: other"))))
        .containsExactly("listed as not supported, but is: nss: other");
  }

  @Test
  void a_module_that_this_machine_cannot_have_is_said_and_no_problem() {
    Result unavailable = new Result("A", "nss", Outcome.ABORTED, "nss is not to be had here: why");
    MatrixReport report =
        new MatrixReport(
            List.of(new Result("A.works", "softhsm2", Outcome.PASSED, ""), unavailable));
    assertThat(report.problems(plan(MODULES, Set.of("nss: it can't"), Set.of("nss: it can't"))))
        .isEmpty();
    assertThat(report.unavailable()).containsExactly("nss is not to be had here: why");
  }

  @Test
  void leave_for_one_binding_counts_with_that_binding_only() {
    assertThat(NotSupported.entry("nss@iaik: it can't", "iaik")).contains("nss: it can't");
    assertThat(NotSupported.entry("nss@iaik: it can't", "ffm")).isEmpty();
    assertThat(NotSupported.entry("nss: me@home", "ffm")).contains("nss: me@home");
    assertThat(NotSupported.entry("bug nss@iaik: it dies", "iaik")).contains("nss: it dies");
  }

  private static List<String> problems(Set<String> expected, Result... results) {
    return new MatrixReport(List.of(results)).problems(plan(MODULES, expected, expected));
  }

  private static Plan plan(List<String> modules, Set<String> expected, Set<String> looked) {
    return new Plan(modules, List.of("A"), Set.of(), expected, looked);
  }
}
