package dev.kekkai.cryptoki.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageJournalTest {
  @TempDir private Path folder;

  @Test
  void theLatestLinesOfAllTokensAreTold() {
    new OutageJournal(folder, "token-a").add("2026-01-01T00:00:01Z  a: back");
    new OutageJournal(folder, "token-b").add("2026-01-01T00:00:02Z  b: back\nforged: line");
    new OutageJournal(folder, "token-a").add("2026-01-01T00:00:03Z  a: back");

    assertThat(OutageJournal.latest(folder, 2))
        .containsExactly(
            "2026-01-01T00:00:02Z  b: back forged: line", "2026-01-01T00:00:03Z  a: back");
  }

  @Test
  void aFolderThatIsNotThereOrNotToBeUsedTellsNothing() throws Exception {
    assertThat(OutageJournal.latest(folder.resolve("absent"), 5)).isEmpty();

    Path file = Files.writeString(folder.resolve("file"), "no folder");
    new OutageJournal(file, "token-a").add("2026-01-01T00:00:01Z  a: back");
    assertThat(OutageJournal.latest(file, 5)).isEmpty();
  }

  @Test
  void theFileStaysSmall() throws Exception {
    OutageJournal journal = new OutageJournal(folder, "token-a");
    String line = "2026-01-01T00:00:01Z  " + "x".repeat(1000);
    for (int i = 0; i < 200; i++) {
      journal.add(line);
    }
    assertThat(Files.size(folder.resolve("token-a.outages"))).isLessThan(70_000);
    assertThat(OutageJournal.latest(folder, 500)).hasSizeLessThan(70);
  }
}
