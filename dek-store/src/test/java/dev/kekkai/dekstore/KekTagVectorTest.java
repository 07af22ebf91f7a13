package dev.kekkai.dekstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.dekstore.Vectors.Case;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of docs/formats/row-tag.md, of rows of KEKs. */
class KekTagVectorTest {

  static List<Case> vectors() throws Exception {
    return Vectors.of("kek-row-tag.json").vectors();
  }

  static List<Case> refused() throws Exception {
    return Vectors.of("kek-row-tag.json").refused();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void a_row_is_tagged_as_it_is_written_down(Case vector) throws Exception {
    UUID store = vector.uuid("store");
    KekRecord row = row(vector);
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
    KekRecord row = row(refused);

    assertThatThrownBy(() -> tags.verified(row)).isInstanceOf(KekRowChangedException.class);
  }

  private static KekRecord row(Case vector) {
    Map<String, Object> columns = new HashMap<>(vector.object("row").members());
    columns.putAll(vector.object("changed").members());
    Case row = new Case(columns, List.of());
    KekRef ref = new KekRef(row.text("name"), (int) row.number("version"));
    return new KekRecord(
        ref,
        row.text("cka_id"),
        Arrays.stream(KeyKind.values())
            .filter(kind -> kind.text().equals(row.text("kind")))
            .findFirst()
            .orElseThrow(),
        KekState.ofId(row.text("state")),
        new Canary(
            new WrappedDek(
                ref,
                WrapMethod.ofId(row.text("canary_method")),
                Base64.getDecoder().decode(row.text("canary_wrapped"))),
            row.text("canary_token")),
        new KekDates(
            Instant.parse(row.text("created_at")),
            date(row, "activated_at"),
            date(row, "retired_at"),
            date(row, "disabled_at"),
            date(row, "destroyable_from"),
            date(row, "destroyed_at")),
        row.number("revision"),
        vector.text("row_tag"));
  }

  private static @Nullable Instant date(Case row, String name) {
    String text = row.text(name);
    return text == null ? null : Instant.parse(text);
  }
}
