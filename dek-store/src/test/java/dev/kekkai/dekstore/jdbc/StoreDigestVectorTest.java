package dev.kekkai.dekstore.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.Environment;
import dev.kekkai.dekstore.DekRecord;
import dev.kekkai.dekstore.DekState;
import dev.kekkai.dekstore.KekRecord;
import dev.kekkai.dekstore.RowTag;
import dev.kekkai.dekstore.Vectors;
import dev.kekkai.dekstore.Vectors.Case;
import dev.kekkai.provider.keys.KekRef;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of docs/formats/store-head.md: digests over rows. */
class StoreDigestVectorTest {
  @TempDir private Path folder;
  private StoreDatabase database;

  @BeforeEach
  void open() {
    database = StoreDatabase.open(Rows.url(folder), Environment.DEVELOPMENT);
    database.keks().addFirst(Rows.kek("payments", 1));
  }

  @AfterEach
  void close() {
    database.close();
  }

  static List<Case> vectors() throws Exception {
    return Vectors.of("store-head.json").vectors();
  }

  static Stream<Case> otherRows() throws Exception {
    return Vectors.of("store-head.json").refused().stream()
        .filter(refused -> refused.changed().contains("rows"));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void digests_are_as_they_are_written_down(Case vector) throws Exception {
    fill(vector);
    try (Connection connection = database.connections().getConnection()) {
      assertThat(HashTree.build(connection)).isEqualTo(vector.text("root"));
      List<Map<String, Object>> nodes =
          Jdbc.query(
              connection,
              "select depth, node, digest from dek_node order by depth, node",
              statement -> {},
              row ->
                  Map.of(
                      "depth",
                      row.getLong("depth"),
                      "node",
                      row.getLong("node"),
                      "digest",
                      row.getString("digest")));
      assertThat(nodes).isEqualTo(vector.objects("nodes").stream().map(Case::members).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("otherRows")
  void other_rows_have_another_root(Case refused) throws Exception {
    fill(refused);
    try (Connection connection = database.connections().getConnection()) {
      assertThat(HashTree.build(connection)).isNotEqualTo(refused.text("root"));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void the_digest_over_rows_of_keks_is_as_it_is_written_down(Case vector) {
    assertThat(keks(vector)).isEqualTo(vector.text("keks"));
  }

  static Stream<Case> otherKekRows() throws Exception {
    return Vectors.of("store-head.json").refused().stream()
        .filter(refused -> refused.changed().contains("kek_rows"));
  }

  @ParameterizedTest
  @MethodSource("otherKekRows")
  void other_rows_of_keks_have_another_digest(Case refused) {
    assertThat(keks(refused)).isNotEqualTo(refused.text("keks"));
  }

  private static String keks(Case vector) {
    List<KekRecord> rows = new ArrayList<>();
    for (Case row : vector.objects("kek_rows")) {
      rows.add(
          Rows.kek(row.text("name"), (int) row.number("version")).withTag(row.text("row_tag")));
    }
    return KekTable.digest(KekTable.with(rows, List.of()));
  }

  private void fill(Case vector) {
    List<DekRecord> rows = new ArrayList<>();
    for (Case row : vector.objects("rows")) {
      rows.add(
          new DekRecord(
                  row.uuid("id"),
                  "d" + rows.size(),
                  Rows.wrapped(new KekRef("payments", 1), 1),
                  "check",
                  DekState.ACTIVE,
                  Rows.TIME)
              .withTag(new RowTag("01", row.text("row_tag"))));
    }
    database.deks().addAll(rows);
  }
}
