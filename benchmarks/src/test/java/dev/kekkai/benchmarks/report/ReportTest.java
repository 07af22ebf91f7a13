package dev.kekkai.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.benchmarks.Rows;
import dev.kekkai.benchmarks.plan.Column;
import dev.kekkai.benchmarks.plan.Goal;
import dev.kekkai.benchmarks.plan.Row;
import dev.kekkai.benchmarks.run.Machine;
import dev.kekkai.benchmarks.run.Quartiles;
import dev.kekkai.benchmarks.run.Result;
import java.io.StringReader;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {
  private final Report report =
      new Report(
          Instant.parse("2026-11-21T10:00:00Z"),
          true,
          new Machine("A \"fast\" CPU <2>", 2, "Linux", "Java 25", "0.10"),
          Map.of("c:nss", "Mozilla: NSS 3.87"),
          List.of(
              result("nss.encrypt.64", Column.C, 700_000, 0.7),
              result("nss.encrypt-iv.16384", Column.C, 50_000, 0.5),
              result("field.encrypt.64", Column.TINK, 1_500_000, 1.2)),
          List.of("a note"));

  private static Result result(String id, Column against, double rate, double ratio) {
    Row row = Rows.row(id);
    Map<Column, Result.Cell> cells = new EnumMap<>(Column.class);
    cells.put(Column.KEKKAI_FFM, new Result.Cell(around(rate), 136));
    cells.put(against, new Result.Cell(around(rate / ratio), 0));
    Goal goal =
        row.goals().stream()
            .filter(g -> g instanceof Goal.Ratio r && r.against() == against)
            .findFirst()
            .orElseThrow();
    return new Result(
        row, cells, List.of(new Result.Comparison(goal, Column.KEKKAI_FFM, around(ratio))));
  }

  private static Quartiles around(double value) {
    return new Quartiles(value * 0.98, value, value * 1.02);
  }

  @Test
  void a_row_of_the_table_has_rates_bytes_ratio_and_verdict() {
    assertThat(new TableText(report).text().lines())
        .anyMatch(
            l ->
                l.matches(
                    "  encrypt 64 B, fresh nonce \\(4\\) +700 k +1.00 M +136 +0.70 +2 % +C loop"
                        + " +0.65 +reached"))
        .anyMatch(l -> l.matches("  encrypt 16 KiB .* 0.50 +2 % +C loop +0.90 +MISSED"));
  }

  @Test
  void the_table_ends_with_how_many_goals_were_reached() {
    assertThat(new TableText(report).text())
        .endsWith("\n2 of 3 goals reached, measured with Kekkai ffm\n")
        .contains("NSS softokn 3.87", "Note: a note", "load before the run 0.10");
  }

  @Test
  void the_json_escapes_texts_and_keeps_numbers() {
    assertThat(JsonReport.text(report))
        .contains("\"cpu\": \"A \\\"fast\\\" CPU <2>\"")
        .contains("\"id\": \"nss.encrypt.64\"", "\"reached\": true", "\"reached\": false")
        .contains("\"kekkai-ffm\": {", "\"against\": \"tink\"", "\"schema\": 1");
  }

  @Test
  void the_chart_is_well_formed_and_marks_each_goal() throws Exception {
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(SvgChart.text(report))));
    assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(svg.getDocumentElement().getTextContent())
        .contains("A \"fast\" CPU <2>", "0.70 (goal 0.65)", "Tink AesGcmJce");
    assertThat(SvgChart.text(report)).contains("class=\"reached\"", "class=\"missed\"");
  }
}
