package dev.kekkai.benchmarks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.benchmarks.run.Workshop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shortest run there is; that a file comes back as it was is looked at by the run itself. */
@Tag("slow")
class FilesBenchTest {
  private static final int BYTES = 40_000;

  private Workshop workshop;

  @BeforeEach
  void open() throws Exception {
    workshop = Workshop.open(Path.of(System.getProperty("kekkai.bench.work")));
  }

  @AfterEach
  void close() throws Exception {
    workshop.close();
  }

  @Test
  void the_plain_loop_is_measured_where_there_is_no_token() throws Exception {
    List<FilesResult> results = new FilesBench(workshop, BYTES, 1, line -> {}).run();
    assertThat(results)
        .extracting(FilesResult::id)
        .containsExactly(
            "sun-jce.15360.encrypt",
            "sun-jce.1048576.encrypt",
            "sun-jce.15360.decrypt",
            "sun-jce.1048576.decrypt");
    assertThat(results)
        .allSatisfy(
            r -> {
              assertThat(r.rate().median()).isPositive();
              assertThat(r.ratio().median()).isEqualTo(1);
              assertThat(r.heapPeak()).isBetween(1L, FilesBench.HEAP_MIB * 1024L * 1024);
            });
    assertThat(workshop.folder().resolve("files")).isEmptyDirectory();
  }

  @Test
  void the_command_does_as_its_row_says() throws Exception {
    workshop.makeTokens(Path.of(System.getProperty("kekkai.bench.module.softhsm2")), null);
    byte[] content = new byte[BYTES];
    content[BYTES - 1] = 1;
    Files.write(workshop.folder().resolve("plain"), content);
    for (String bulk : new String[] {"hsm", "software"}) {
      FilesContender contender = FilesContender.kekkai("softhsm2", bulk, 4096);
      work(contender.arguments(workshop.folder(), true, "plain", bulk + ".sealed"));
      work(contender.arguments(workshop.folder(), false, bulk + ".sealed", bulk + ".again"));
      assertThat(workshop.folder().resolve(bulk + ".again")).hasBinaryContent(content);
    }
    assertThatThrownBy(
            () ->
                work(
                    FilesContender.kekkai("softhsm2", "hsm", 4096)
                        .arguments(workshop.folder(), true, "nosuch", "x")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("There is no file");
  }

  private void work(List<String> arguments) throws Exception {
    FilesWorker.work(workshop.folder(), arguments);
  }

  @Test
  void a_file_that_has_no_room_is_refused() {
    assertThatThrownBy(() -> new FilesBench(workshop, 1L << 55, 1, line -> {}).run())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("give a smaller --size");
  }

  @Test
  void what_a_worker_prints_is_read() {
    FilesCost cost = new FilesCost(1, 2, 3);
    assertThat(FilesCost.parse(cost.line() + "\n")).isEqualTo(cost);
  }
}
