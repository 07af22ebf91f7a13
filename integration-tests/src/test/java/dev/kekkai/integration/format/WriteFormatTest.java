package dev.kekkai.integration.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.WriteFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is written is of the versions that {@code write-format} stands for, by the bytes of it. */
class WriteFormatTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("kekkai.root"), "docs/formats/golden");

  /** What 1 means is what release 0.1 wrote, for ever. */
  @Test
  void number_1_stands_for_what_the_first_release_wrote() throws Exception {
    requireVersions(GOLDEN.resolve("0.1"), WriteFormat.FORMAT_1);
  }

  /** What today's code writes has to pass it, too: see {@link GoldenFilesTest}. */
  static void requireVersions(Path written, WriteFormat format) throws Exception {
    for (JsonNode vector : vectors(written, "field-token.json")) {
      byte[] token = Base64.getUrlDecoder().decode(vector.get("text").asString());
      assertThat(token[0] & 0xff).isEqualTo(0x90 | format.fieldToken());
    }
    for (JsonNode vector : vectors(written, "blind-index.json")) {
      assertThat(vector.get("text").asString()).startsWith("b" + format.blindIndex() + ".");
    }
    for (JsonNode vector : vectors(written, "stream.json")) {
      byte[] stream = Files.readAllBytes(written.resolve(vector.get("file").asString()));
      assertThat(stream[8] & 0xff).isEqualTo(format.stream());
    }
  }

  private static JsonNode vectors(Path folder, String name) throws Exception {
    JsonNode vectors =
        JsonMapper.builder().build().readTree(folder.resolve(name).toFile()).get("vectors");
    assertThat(vectors).isNotEmpty();
    return vectors;
  }
}
