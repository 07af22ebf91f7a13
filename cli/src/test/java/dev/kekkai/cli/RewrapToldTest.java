package dev.kekkai.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.TokenException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewrapToldTest {
  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  private <T> T telling(RewrapTold.Work<T> work) throws TokenException {
    Surroundings surroundings =
        new Surroundings(
            Map.of(),
            folder,
            folder,
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            null);
    return RewrapTold.telling(new PrintWriter(err, true), surroundings, work);
  }

  @Test
  void what_ends_as_it_should_says_nothing() throws Exception {
    String result =
        telling(
            told -> {
              told.total(2);
              told.done(2);
              return "done";
            });
    assertThat(result).isEqualTo("done");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void what_is_interrupted_says_that_the_same_command_goes_on() {
    assertThatThrownBy(
            () ->
                telling(
                    told -> {
                      told.total(3000);
                      told.done(2000);
                      throw new TokenException("gone", true, null);
                    }))
        .hasMessage("gone");
    assertThat(err.toString())
        .isEqualTo(
            "kekkai: interrupted after 2,000 DEKs; nothing is lost, and the same command goes on"
                + System.lineSeparator());
  }

  @Test
  void what_fails_before_it_begins_says_only_why() {
    assertThatThrownBy(
            () ->
                telling(
                    told -> {
                      told.total(0);
                      throw new TokenException("gone", true, null);
                    }))
        .hasMessage("gone");
    assertThat(err.toString()).isEmpty();
  }
}
