package dev.kekkai.dekstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowTagsTest {
  private static final UUID STORE = UUID.fromString("0190c0de-0000-7000-8000-000000000001");
  private static final Instant MADE = Instant.parse("2026-11-21T10:15:30.123Z");
  private static final DekRecord ROW =
      new DekRecord(
          UUID.fromString("0190c0de-0000-4000-8000-000000000002"),
          "users",
          3,
          wrapped("payments", 2, WrapMethod.RFC3394, 7),
          "check",
          DekState.ACTIVE,
          DekDates.activeFrom(MADE),
          1024,
          5,
          RowTag.NONE);

  private final RowTags tags = new RowTags(STORE, RowTagsTest::hmac);

  private static byte[] hmac(byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII),
              "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static WrappedDek wrapped(String kek, int version, WrapMethod method, int filling) {
    byte[] blob = new byte[40];
    java.util.Arrays.fill(blob, (byte) filling);
    return new WrappedDek(new KekRef(kek, version), method, blob);
  }

  @Test
  void a_row_as_it_was_tagged_passes() throws Exception {
    DekRecord tagged = tags.tagged(ROW, "01ff");
    assertThat(tags.verified(tagged)).isSameAs(tagged);
    assertThat(tagged.tag().kekId()).isEqualTo("01ff");
  }

  static Map<String, DekRecord> rows() {
    Map<String, DekRecord> rows = new LinkedHashMap<>();
    rows.put(
        "id",
        copy(
            UUID.randomUUID(),
            "users",
            3,
            ROW.wrapped(),
            "check",
            ROW.state(),
            ROW.dates(),
            1024,
            5));
    rows.put(
        "name",
        copy(ROW.id(), "user", 3, ROW.wrapped(), "check", ROW.state(), ROW.dates(), 1024, 5));
    rows.put(
        "version",
        copy(ROW.id(), "users", 2, ROW.wrapped(), "check", ROW.state(), ROW.dates(), 1024, 5));
    rows.put("KEK", withWrapped(wrapped("payment", 2, WrapMethod.RFC3394, 7)));
    rows.put("KEK version", withWrapped(wrapped("payments", 1, WrapMethod.RFC3394, 7)));
    rows.put("wrap method", withWrapped(wrapped("payments", 2, WrapMethod.RFC5649, 7)));
    rows.put("blob", withWrapped(wrapped("payments", 2, WrapMethod.RFC3394, 8)));
    rows.put(
        "check token",
        copy(ROW.id(), "users", 3, ROW.wrapped(), "chec", ROW.state(), ROW.dates(), 1024, 5));
    rows.put(
        "state",
        copy(
            ROW.id(),
            "users",
            3,
            ROW.wrapped(),
            "check",
            DekState.DEACTIVATED,
            ROW.dates(),
            1024,
            5));
    rows.put("created", withDates(new DekDates(MADE.plusMillis(1), MADE, null, null, null)));
    rows.put("activated", withDates(new DekDates(MADE, MADE.plusMillis(1), null, null, null)));
    rows.put("activated, gone", withDates(new DekDates(MADE, null, null, null, null)));
    rows.put("one date in another's place", withDates(new DekDates(MADE, null, MADE, null, null)));
    rows.put("compromised", withDates(new DekDates(MADE, MADE, null, MADE, null)));
    rows.put("destroyed", withDates(new DekDates(MADE, MADE, null, null, MADE)));
    rows.put(
        "uses", copy(ROW.id(), "users", 3, ROW.wrapped(), "check", ROW.state(), ROW.dates(), 0, 5));
    rows.put(
        "revision",
        copy(ROW.id(), "users", 3, ROW.wrapped(), "check", ROW.state(), ROW.dates(), 1024, 4));
    rows.put("purpose", forIndex(ROW));
    return rows;
  }

  static java.util.Set<String> columns() {
    return rows().keySet();
  }

  @ParameterizedTest
  @MethodSource("columns")
  void a_changed_column_shows(String column) throws Exception {
    RowTag tag = tags.tagged(ROW, "01ff").tag();
    DekRecord changed = rows().get(column).withTag(tag);
    assertThatThrownBy(() -> tags.verified(changed))
        .isInstanceOf(DekRowChangedException.class)
        .hasMessageContaining("its tag does not fit what it holds");
  }

  @Test
  void another_keks_id_shows() throws Exception {
    RowTag tag = tags.tagged(ROW, "01ff").tag();
    assertThatThrownBy(() -> tags.verified(ROW.withTag(new RowTag("01fe", tag.mac()))))
        .isInstanceOf(DekRowChangedException.class);
  }

  @Test
  void a_row_of_another_store_shows() throws Exception {
    DekRecord foreign = new RowTags(UUID.randomUUID(), RowTagsTest::hmac).tagged(ROW, "01ff");
    assertThatThrownBy(() -> tags.verified(foreign)).isInstanceOf(DekRowChangedException.class);
  }

  @Test
  void a_row_without_a_tag_is_refused_with_what_would_tag_it() {
    assertThatThrownBy(() -> tags.verified(ROW))
        .isInstanceOf(DekRowChangedException.class)
        .hasMessageContaining("it has no tag")
        .hasMessageContaining("kekkai store upgrade");
  }

  private static DekRecord forIndex(DekRecord row) {
    return new DekRecord(
        row.id(),
        row.name(),
        row.version(),
        row.wrapped(),
        row.checkToken(),
        row.state(),
        row.dates(),
        row.usesLeased(),
        row.revision(),
        row.tag(),
        DekPurpose.INDEX);
  }

  private static DekRecord withWrapped(WrappedDek wrapped) {
    return copy(ROW.id(), "users", 3, wrapped, "check", ROW.state(), ROW.dates(), 1024, 5);
  }

  private static DekRecord withDates(DekDates dates) {
    return copy(ROW.id(), "users", 3, ROW.wrapped(), "check", ROW.state(), dates, 1024, 5);
  }

  private static DekRecord copy(
      UUID id,
      String name,
      int version,
      WrappedDek wrapped,
      String check,
      DekState state,
      DekDates dates,
      long uses,
      long revision) {
    return new DekRecord(
        id, name, version, wrapped, check, state, dates, uses, revision, RowTag.NONE);
  }
}
