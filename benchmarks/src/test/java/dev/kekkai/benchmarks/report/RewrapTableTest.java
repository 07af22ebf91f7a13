package dev.kekkai.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.benchmarks.rewrap.RewrapFigures;
import dev.kekkai.benchmarks.run.Machine;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewrapTableTest {
  private final RewrapTable table =
      new RewrapTable(
          Instant.parse("2026-11-26T21:00:00Z"),
          new Machine("a CPU", 2, "a system", "a JVM", "0.10"),
          new RewrapFigures(
              "a module 1.0",
              100_000,
              256,
              2,
              8000,
              220.4,
              30.1,
              List.of(
                  new RewrapFigures.Bound("rewrap-1", "unwrap and wrap, 1 thread", 10_000, 75, 0.7),
                  new RewrapFigures.Bound("proved-1", "every call, 1 thread", 4000, 180, 0))));

  @Test
  void the_table_has_rate_ratio_and_verdict() {
    assertThat(table.text())
        .contains(
            "100,000 DEKs in PostgreSQL on this machine; heap of the rewrap 256 MB, 2 threads")
        .containsPattern("kekkai rewrap +8,000 +220 +30\n")
        .containsPattern("unwrap and wrap, 1 thread +10,000 +75 +0\\.80 +0\\.70 +reached\n")
        .containsPattern("every call, 1 thread +4,000 +180 +2\\.00\n");
  }

  @Test
  void the_json_has_the_same() {
    assertThat(table.json())
        .contains("\"deks\": 100000")
        .contains("\"id\": \"rewrap-1\"")
        .contains("\"reached\": true");
  }
}
