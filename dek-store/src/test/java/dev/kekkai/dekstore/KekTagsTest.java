package dev.kekkai.dekstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KekTagsTest {
  private static final UUID STORE = UUID.fromString("0190c0de-0000-7000-8000-000000000001");
  private static final Instant MADE = Instant.parse("2026-11-21T10:15:30.123Z");
  private static final Canary CANARY = canary(WrapMethod.RFC3394, 7, "canary");
  private static final KekDates DATES =
      new KekDates(MADE, MADE.plusMillis(1), MADE.plusMillis(2), null, null, null);
  private static final KekRecord ROW =
      row("payments", 2, "01ff", KeyKind.AES_KEK, KekState.RETIRED, CANARY, DATES, 5);

  private final RowTags tags = new RowTags(STORE, KekTagsTest::hmac);

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

  private static Canary canary(WrapMethod method, int filling, String token) {
    byte[] blob = new byte[40];
    Arrays.fill(blob, (byte) filling);
    return new Canary(new WrappedDek(new KekRef("payments", 2), method, blob), token);
  }

  private static KekRecord row(
      String name,
      int version,
      String ckaId,
      KeyKind kind,
      KekState state,
      Canary canary,
      KekDates dates,
      long revision) {
    return new KekRecord(
        new KekRef(name, version), ckaId, kind, state, canary, dates, revision, "");
  }

  @Test
  void a_row_as_it_was_tagged_passes() throws Exception {
    KekRecord tagged = tags.tagged(ROW);
    assertThat(tags.verified(tagged)).isSameAs(tagged);
  }

  static Map<String, KekRecord> rows() {
    Map<String, KekRecord> rows = new LinkedHashMap<>();
    rows.put("name", row("payment", 2, "01ff", ROW.kind(), ROW.state(), CANARY, DATES, 5));
    rows.put("version", row("payments", 1, "01ff", ROW.kind(), ROW.state(), CANARY, DATES, 5));
    rows.put("CKA_ID", row("payments", 2, "01fe", ROW.kind(), ROW.state(), CANARY, DATES, 5));
    rows.put("kind", row("payments", 2, "01ff", KeyKind.RSA_KEK, ROW.state(), CANARY, DATES, 5));
    rows.put("state", row("payments", 2, "01ff", ROW.kind(), KekState.PRIMARY, CANARY, DATES, 5));
    rows.put("canary method", withCanary(canary(WrapMethod.RFC5649, 7, "canary")));
    rows.put("canary blob", withCanary(canary(WrapMethod.RFC3394, 8, "canary")));
    rows.put("canary token", withCanary(canary(WrapMethod.RFC3394, 7, "canarz")));
    Instant activated = DATES.activated();
    Instant retired = DATES.retired();
    rows.put("created", withDates(new KekDates(retired, activated, retired, null, null, null)));
    rows.put("activated", withDates(new KekDates(MADE, null, retired, null, null, null)));
    rows.put("retired", withDates(new KekDates(MADE, activated, MADE, null, null, null)));
    rows.put("disabled", withDates(new KekDates(MADE, activated, retired, MADE, null, null)));
    rows.put("waiting", withDates(new KekDates(MADE, activated, retired, null, MADE, null)));
    rows.put("destroyed", withDates(new KekDates(MADE, activated, retired, null, null, MADE)));
    rows.put("revision", row("payments", 2, "01ff", ROW.kind(), ROW.state(), CANARY, DATES, 4));
    return rows;
  }

  private static KekRecord withCanary(Canary canary) {
    return row("payments", 2, "01ff", ROW.kind(), ROW.state(), canary, DATES, 5);
  }

  private static KekRecord withDates(KekDates dates) {
    return row("payments", 2, "01ff", ROW.kind(), ROW.state(), CANARY, dates, 5);
  }

  static Set<String> columns() {
    return rows().keySet();
  }

  @ParameterizedTest
  @MethodSource("columns")
  void a_changed_column_shows(String column) throws Exception {
    String tag = tags.tagged(ROW).tag();
    KekRecord changed = rows().get(column).withTag(tag);
    assertThatThrownBy(() -> tags.verified(changed))
        .isInstanceOf(KekRowChangedException.class)
        .hasMessageContaining("its tag does not fit what it holds");
  }

  @Test
  void a_row_of_another_store_and_one_without_a_tag_show() throws Exception {
    KekRecord foreign = new RowTags(UUID.randomUUID(), KekTagsTest::hmac).tagged(ROW);
    assertThatThrownBy(() -> tags.verified(foreign)).isInstanceOf(KekRowChangedException.class);
    assertThatThrownBy(() -> tags.verified(ROW))
        .isInstanceOf(KekRowChangedException.class)
        .hasMessageContaining("kekkai store upgrade");
  }

  @Test
  void a_version_goes_from_state_to_state_as_it_is_written_down() {
    String allowed = "";
    for (KekState from : KekState.values()) {
      for (KekState to : KekState.values()) {
        if (from.leadsTo(to)) {
          allowed += from.id() + ">" + to.id() + " ";
        }
      }
      assertThat(KekState.ofId(from.id())).isSameAs(from);
    }
    assertThat(allowed.strip().split(" "))
        .containsExactlyInAnyOrder(
            "prepared>primary",
            "prepared>disabled",
            "primary>retired",
            "retired>disabled",
            "disabled>retired",
            "disabled>destroyed");
    assertThatThrownBy(() -> ROW.in(KekState.DESTROYED, MADE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("payments.v2 is retired, and no KEK version goes from there to destroyed");
    assertThatThrownBy(() -> KekState.ofId("gone")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_is_enabled_again_waits_no_more() {
    KekRecord disabled = ROW.disabled(Duration.ofDays(30), MADE);
    assertThat(disabled.dates().destroyableFrom()).isEqualTo(MADE.plus(Duration.ofDays(30)));
    KekRecord enabled = disabled.in(KekState.RETIRED, MADE.plusMillis(9));
    assertThat(enabled.dates())
        .isEqualTo(new KekDates(MADE, DATES.activated(), MADE.plusMillis(9), null, null, null));
    assertThat(enabled.revision()).isEqualTo(7);
  }
}
