package dev.kekkai.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cli.CliException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  @Test
  void a_suffix_is_taken_away_once() throws Exception {
    assertThat(FileNames.withoutSuffix(Path.of("a", "b.p7m.p7m"), ".p7m"))
        .isEqualTo(Path.of("a", "b.p7m"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b.pdf", ".p7m", "p7m", "b.p7m.pdf"})
  void what_has_none_needs_a_name(String name) {
    assertThatThrownBy(() -> FileNames.withoutSuffix(Path.of(name), ".p7m"))
        .isInstanceOf(CliException.class)
        .hasMessage(name + " has not the suffix .p7m: name the decrypted file with --out FILE");
  }
}
