package dev.kekkai.integration.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The decoders in Node.js, written from docs/formats, read the vectors and the golden files, and
 * refuse what is to be refused.
 */
class VectorsReadByNodeTest {
  private static final Path FORMATS = Path.of(System.getProperty("kekkai.root"), "docs/formats");

  static List<Path> golden() throws IOException {
    try (Stream<Path> releases = Files.list(FORMATS.resolve("golden"))) {
      return releases.filter(Files::isDirectory).sorted().toList();
    }
  }

  @Test
  void the_vectors_are_read_and_refused_as_they_say() throws Exception {
    List<NodeDecoder.Result> results = NodeDecoder.check(FORMATS.resolve("vectors"));

    assertThat(results).filteredOn(result -> result.error() != null).isEmpty();
    assertThat(results)
        .hasSize(
            10 + 30 + 6 + 29 + 6 + 47 + 2 + 31 + 1 + 23 + 8 + 34 + 9 + 37 + 8 + 29 + 5 + 44 + 2 + 4
                + 18 + 2 + 18);
  }

  @ParameterizedTest
  @MethodSource("golden")
  void what_a_release_wrote_is_read(Path release) throws Exception {
    List<NodeDecoder.Result> results = NodeDecoder.check(release);

    assertThat(results).filteredOn(result -> result.error() != null).isEmpty();
    assertThat(results).extracting(NodeDecoder.Result::file).contains("field-token.json");
  }
}
