package dev.kekkai.cli.demo.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cli.demo.DemoFailedException;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AskedOperatorTest {
  private final StringWriter questions = new StringWriter();

  private AskedOperator answering(String answers) {
    return new AskedOperator(
        new PrintWriter(questions),
        new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void each_question_takes_one_line_of_answer() throws Exception {
    AskedOperator operator = answering("done\nin a container\n\n4 items\n");
    operator.stop();
    assertThat(operator.start()).isEqualTo("in a container");
    assertThat(operator.usual()).isEmpty();
    assertThat(operator.usual()).isEqualTo("4 items");
    assertThat(questions.toString().lines())
        .containsExactly("operator> stop", "operator> start", "operator> usual", "operator> usual");
  }

  @Test
  void an_operator_who_could_not_or_is_gone_ends_the_demo() {
    AskedOperator operator = answering("failed: no such KEK\n");
    assertThatThrownBy(operator::rotate)
        .isInstanceOf(DemoFailedException.class)
        .hasMessageContaining("could not rotate")
        .hasMessageContaining("no such KEK");
    assertThatThrownBy(operator::suspension)
        .isInstanceOf(DemoFailedException.class)
        .hasMessageContaining("did not answer to \"suspension\"");
  }
}
