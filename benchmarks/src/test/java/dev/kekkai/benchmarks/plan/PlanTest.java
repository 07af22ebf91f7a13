package dev.kekkai.benchmarks.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.benchmarks.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
  private final List<Row> full = Plan.rows(Rows.BOTH, false, "");

  @Test
  void every_row_has_an_id_of_its_own() {
    assertThat(full).extracting(Row::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "nss.wrap, C, 0.75",
    "softhsm2.wrap, C, 0.9",
    "nss.unwrap-handle, C, 0.75",
    "softhsm2.unwrap-handle, C, 0.9",
    "nss.encrypt.64, C, 0.65",
    "softhsm2.encrypt.64, C, 0.9",
    "nss.encrypt-iv.64, C, 0.65",
    "nss.decrypt.64, C, 0.65",
    "softhsm2.decrypt.64, C, 0.9",
    "nss.encrypt-iv.16384, C, 0.9",
    "nss.decrypt.1048576, C, 0.9",
    "softhsm2.encrypt-iv.1048576, C, 0.9",
    "software.encrypt-iv.64, SUN_JCE, 0.97",
    "software.decrypt.1048576, SUN_JCE, 0.97",
    "field.encrypt.64, TINK, 1.0",
    "field.encrypt.64, TINK_ENVELOPE, 7",
    "field.encrypt.64, AWS, 35",
    "keyring.encrypt.64, BARE_FIELD, 0.9",
    "keyring.decrypt.64, BARE_FIELD, 0.9",
    "nss.encrypt-iv.64.scaling, C, 0.95"
  })
  void the_promised_ratios_are_in_both_runs(String id, Column against, double least) {
    Goal promised = new Goal.Ratio(against, least);
    assertThat(Rows.row(id).goals()).contains(promised);
    assertThat(Plan.rows(Rows.BOTH, true, "")).extracting(Row::id).contains(id);
  }

  @Test
  void an_encryption_in_the_hsm_may_allocate_two_hundred_bytes() {
    assertThat(Rows.row("nss.encrypt.64").goals()).contains(new Goal.Bytes(200));
  }

  @Test
  void whom_a_ratio_is_against_takes_part_in_the_row() {
    assertThat(full)
        .allSatisfy(
            row ->
                row.goals().stream()
                    .filter(Goal.Ratio.class::isInstance)
                    .map(g -> ((Goal.Ratio) g).against())
                    .forEach(against -> assertThat(row.tasks()).containsKey(against)));
  }

  @Test
  void each_binding_has_processes_of_its_own() {
    Row row = Rows.row("nss.wrap");
    assertThat(row.tasks().get(Column.KEKKAI_FFM).process()).isEqualTo("kekkai:nss:hsm:ffm");
    assertThat(row.tasks().get(Column.KEKKAI_IAIK).process()).isEqualTo("kekkai:nss:hsm:iaik");
  }

  @Test
  void in_software_one_binding_is_enough() {
    assertThat(Rows.row("software.decrypt.64").tasks())
        .containsOnlyKeys(Column.KEKKAI_FFM, Column.SUN_JCE);
  }

  @Test
  void scaling_measures_one_thread_beside_two() {
    Row row = Rows.row("softhsm2.encrypt-iv.64.scaling");
    assertThat(row.tasks().get(Column.C).threads()).isEqualTo(2);
    assertThat(row.single().get(Column.C).threads()).isEqualTo(1);
  }

  @Test
  void rows_can_be_chosen_by_a_part_of_their_ids() {
    assertThat(Plan.rows(Rows.BOTH, true, "^field")).allMatch(r -> r.section() == Section.FIELD);
  }
}
