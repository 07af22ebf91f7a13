package dev.kekkai.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.problem.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

  private static final String LEAST =
      """
      # A comment
      module = lib/libtoken.so
      token  = 結界
      pin    = file:secrets/pin
      bulk   = software
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void makeLibrary() throws IOException {
    Files.createDirectory(folder.resolve("lib"));
    Files.writeString(folder.resolve("lib/libtoken.so"), "library");
    file = folder.resolve("kekkai.properties");
  }

  @Test
  void isReadAsUtf8WithPathsRelativeToItsFolder() throws IOException {
    Files.writeString(file, LEAST);
    KekkaiConfig config = KekkaiConfig.load(file);
    assertThat(config.module().path()).isEqualTo(folder.resolve("lib/libtoken.so"));
    assertThat(config.token().pin()).isEqualTo(new PinSource.File(folder.resolve("secrets/pin")));
    assertThat(config.token().selector()).hasToString("結界");
  }

  @Test
  void aKeyWrittenTwiceIsAProblemBesideTheOthers() throws IOException {
    Files.writeString(file, LEAST + "bulk = hsm\nsharing = x\n");
    assertThatThrownBy(() -> KekkaiConfig.load(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("2 problems")
        .hasMessageContaining("bulk: written more than once")
        .hasMessageContaining("sharing = x");
  }

  @Test
  void aMissingFileIsSaid() {
    assertRefused("does not exist");
  }

  @Test
  void aFolderIsRefused() throws IOException {
    Files.createDirectory(file);
    assertRefused("must be a regular file");
  }

  @Test
  void otherEncodingsAreRefused() throws IOException {
    Files.write(file, new byte[] {'n', 'a', 'm', 'e', '=', (byte) 0xe4});
    assertRefused("must be UTF-8");
  }

  @Test
  void aMalformedEscapeIsRefused() throws IOException {
    Files.writeString(file, "name = \\u12\n");
    assertRefused("malformed \\u escape");
  }

  @Test
  void aHugeFileIsRefused() throws IOException {
    Files.writeString(file, "#".repeat(300_000));
    assertRefused("must not be longer than");
  }

  private void assertRefused(String expected) {
    assertThatThrownBy(() -> KekkaiConfig.load(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(expected);
  }
}
