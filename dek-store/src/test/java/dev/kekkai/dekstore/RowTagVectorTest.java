package dev.kekkai.dekstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.dekstore.Vectors.Case;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of docs/formats/row-tag.md. */
class RowTagVectorTest {

  static List<Case> vectors() throws Exception {
    return Vectors.of("row-tag.json").vectors();
  }

  static List<Case> refused() throws Exception {
    return Vectors.of("row-tag.json").refused();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void a_row_is_tagged_as_it_is_written_down(Case vector) throws Exception {
    UUID store = vector.uuid("store");
    DekRecord row = row(vector);
    RowTags tags = new RowTags(store, vector.mac());

    assertThat(HexFormat.of().formatHex(RowEncoding.of(store, row)))
        .isEqualTo(vector.text("message"));
    assertThat(tags.tagged(row)).isEqualTo(row);
    assertThat(tags.verified(row)).isSameAs(row);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void another_row_is_refused(Case refused) throws Exception {
    RowTags tags = new RowTags(refused.uuid("store"), refused.mac());
    DekRecord row = row(refused);

    assertThatThrownBy(() -> tags.verified(row)).isInstanceOf(DekRowChangedException.class);
  }

  private static DekRecord row(Case vector) {
    Map<String, Object> columns = new HashMap<>(vector.object("row").members());
    columns.putAll(vector.object("changed").members());
    Case row = new Case(columns, List.of());
    return new DekRecord(
        row.uuid("id"),
        row.text("name"),
        (int) row.number("version"),
        new WrappedDek(
            new KekRef(row.text("kek_name"), (int) row.number("kek_version")),
            WrapMethod.ofId(row.text("wrap_method")),
            Base64.getDecoder().decode(row.text("wrapped"))),
        row.text("check_token"),
        DekState.ofId(row.text("state")),
        new DekDates(
            Instant.parse(row.text("created_at")),
            date(row, "activated_at"),
            date(row, "deactivated_at"),
            date(row, "compromised_at"),
            date(row, "destroyed_at")),
        row.number("uses_leased"),
        row.number("revision"),
        new RowTag(row.text("kek_cka_id"), vector.text("row_tag")),
        columns.containsKey("purpose") ? DekPurpose.ofId(row.text("purpose")) : DekPurpose.ENCRYPT);
  }

  private static @Nullable Instant date(Case row, String name) {
    String text = row.text(name);
    return text == null ? null : Instant.parse(text);
  }
}
