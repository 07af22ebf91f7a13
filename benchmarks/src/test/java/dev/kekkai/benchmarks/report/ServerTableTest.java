package dev.kekkai.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.benchmarks.run.Machine;
import dev.kekkai.benchmarks.run.Quartiles;
import dev.kekkai.benchmarks.server.ServerResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerTableTest {
  private final ServerTable table =
      new ServerTable(
          Instant.parse("2026-11-26T10:00:00Z"),
          false,
          new Machine("A CPU", 2, "Linux", "Java 25", "0.10"),
          Map.of("nss", "Mozilla: NSS 3.87"),
          List.of(row("alone", 0.2, 0), row("single", 0.7, 0.6), row("batch", 0.8, 0.9)),
          List.of("a note"));

  private static ServerResult row(String shape, double ratio, double goal) {
    return new ServerResult(
        "rsa-3072." + shape,
        "RSA-3072 in NSS",
        shape,
        around(1000 * ratio),
        around(1000),
        around(ratio),
        12.5,
        30,
        1800,
        2200,
        110,
        340,
        goal);
  }

  private static Quartiles around(double value) {
    return new Quartiles(value * 0.98, value, value * 1.02);
  }

  @Test
  void a_row_has_rates_ratio_verdict_latencies_and_processor_time() {
    assertThat(table.text().lines())
        .anyMatch(
            l ->
                l.matches(
                    "  single +700 +1.00 k +0.70 +2 % +0.60 +reached +12.5 +30.0 +1,800 +2,200 +110"
                        + " +340"))
        .anyMatch(l -> l.matches("  batch .* 0.80 +2 % +0.90 +MISSED .*"))
        .anyMatch(l -> l.matches("  alone +200 +1.00 k +0.20 +2 % +12.5 .*"));
  }

  @Test
  void the_table_ends_with_how_many_goals_were_reached() {
    assertThat(table.text())
        .endsWith("\n1 of 2 goals reached\n")
        .contains("Mozilla: NSS 3.87", "Note: a note", "load before the run 0.10");
  }

  @Test
  void the_json_has_all_of_it() {
    assertThat(table.json())
        .contains("\"id\": \"rsa-3072.single\"", "\"schema\": 1", "\"reached\": false")
        .contains("\"least\": null", "\"p99\": 30.0000", "\"clients\": 340.000");
  }
}
