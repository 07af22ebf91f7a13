package dev.kekkai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.provider.keys.KekRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
  private static final KekRef REF = new KekRef("payments", 1);

  private final List<String> questions = new ArrayList<>();

  private boolean answers(String... typed) {
    Deque<String> left = new ArrayDeque<>(List.of(typed));
    return Confirmation.twice(
        question -> {
          questions.add(question);
          return left.poll();
        },
        REF);
  }

  @Test
  void the_label_typed_twice_confirms() {
    assertThat(answers("payments.v1", " payments.v1 ")).isTrue();
    assertThat(questions).hasSize(2).doesNotHaveDuplicates();
    assertThat(questions.get(0)).contains("payments.v1");
  }

  @Test
  void anything_else_does_not_and_nothing_more_is_asked() {
    assertThat(answers("yes", "payments.v1")).isFalse();
    assertThat(questions).hasSize(1);
    assertThat(answers("payments.v1", "payments")).isFalse();
    assertThat(answers("payments.v2", "payments.v2")).isFalse();
    assertThat(answers()).as("at the end of input").isFalse();
  }
}
