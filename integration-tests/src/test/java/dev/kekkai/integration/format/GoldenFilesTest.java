package dev.kekkai.integration.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.WriteFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What today's code writes is read by the decoder in Node.js. A release keeps it for ever:
 *
 * <pre>mvn -pl integration-tests -am package -Dtest=GoldenFilesTest
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dkekkai.golden=0.2</pre>
 */
class GoldenFilesTest {
  /** The release to write golden files of. */
  private static final String RELEASE = System.getProperty("kekkai.golden", "");

  private static final Path GOLDEN =
      Path.of(System.getProperty("kekkai.root"), "docs/formats/golden");

  @TempDir private Path temporary;

  @Test
  void an_item_of_every_kind_is_written_and_read_by_node() throws Exception {
    Path folder = folder();

    new GoldenFiles(folder).write();

    WriteFormatTest.requireVersions(folder, WriteFormat.NEWEST);
    List<NodeDecoder.Result> results = NodeDecoder.check(folder);
    assertThat(results).filteredOn(result -> result.error() != null).isEmpty();
    assertThat(results).hasSize(4 + 4 + 4 * 4 + 3 + 4 + 1 + 3);
  }

  /** Fails where a release has files already: they are never written anew. */
  private Path folder() throws Exception {
    return RELEASE.isEmpty() ? temporary : Files.createDirectory(GOLDEN.resolve(RELEASE));
  }
}
