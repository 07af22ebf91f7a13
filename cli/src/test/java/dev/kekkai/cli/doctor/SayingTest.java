package dev.kekkai.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SayingTest {
  @Test
  void whatever_the_texts_hold_it_is_one_line_that_reads_back() {
    Saying said = Saying.of("step", "", "a b", "x\n\u001b[2Jkekkai-doctor b3Zlcg==", "結");
    assertThat(said.line()).matches("[ -~]+");
    assertThat(Saying.read(said.line())).contains(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kekkai-doctor",
        "kekkai-doctors b3Zlcg==",
        "kekkai-doctor *",
        "a module's line kekkai-doctor b3Zlcg==",
      })
  void what_a_module_prints_is_none(String line) {
    assertThat(Saying.read(line)).isEmpty();
  }
}
