package dev.kekkai.formats.kekset;

import static dev.kekkai.formats.kekset.TestKeks.EXPIRES;
import static dev.kekkai.formats.kekset.TestKeks.ISSUED;
import static dev.kekkai.formats.kekset.TestKeks.kek;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kekkai.formats.envelope.PublicKek;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KekSetTest {
  private static final PublicKek V1 = kek("payments.v1");
  private static final PublicKek V2 = kek("payments.v2");
  private static final PublicKek CARDS = kek("cards.v1");

  @Test
  void primaries_and_other_versions_are_found() {
    KekSet set = set(Map.of("payments", "payments.v2"), List.of(V1, V2, CARDS));

    assertThat(set.primary("payments")).contains(V2);
    assertThat(set.primary("cards")).isEmpty();
    assertThat(set.find("payments.v1")).contains(V1);
    assertThat(set.find("payments.v3")).isEmpty();
    assertThat(set)
        .hasToString(
            "KekSet[version 7, {payments=payments.v2}, 3 KEKs, expires 2026-09-28T14:13:20Z]");
  }

  @Test
  void it_expires_at_the_second() {
    KekSet set = TestKeks.set();

    assertThat(set.isExpired(EXPIRES.minusMillis(1))).isFalse();
    assertThat(set.isExpired(EXPIRES)).isTrue();
  }

  @Test
  void fractions_of_a_second_are_dropped() {
    KekSet set = new KekSet(1, ISSUED.plusNanos(1), EXPIRES.plusMillis(999), Map.of(), List.of(V1));

    assertThat(set.issued()).isEqualTo(ISSUED);
    assertThat(set.expires()).isEqualTo(EXPIRES);
  }

  @Test
  void later_changes_to_the_callers_collections_change_nothing() {
    Map<String, String> primaries = new HashMap<>(Map.of("payments", "payments.v1"));
    List<PublicKek> keks = new ArrayList<>(List.of(V1, V2));
    KekSet set = set(primaries, keks);
    primaries.put("payments", "payments.v2");
    keks.clear();

    assertThat(set.primary("payments")).contains(V1);
    assertThat(set.keks()).containsExactly(V1, V2);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 1L << 53, Long.MAX_VALUE})
  void a_version_out_of_bounds_is_refused(long version) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KekSet(version, ISSUED, EXPIRES, Map.of(), List.of(V1)))
        .withMessage("The version of a KEK set is 1 to 2^53 - 1");
  }

  @Test
  void times_out_of_order_are_refused() {
    String message = "A KEK set expires after it is issued, which is after 1970";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KekSet(1, ISSUED, ISSUED, Map.of(), List.of(V1)))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KekSet(1, Instant.ofEpochSecond(-1), EXPIRES, Map.of(), List.of(V1)))
        .withMessage(message);
  }

  @Test
  void a_primary_has_to_be_in_the_set_under_its_name() {
    String message = "A primary of the KEK set is not one of its KEKs, or one of another name";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> set(Map.of("payments", "payments.v9"), List.of(V1)))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set(Map.of("payments", "cards.v1"), List.of(V1, CARDS)))
        .withMessage(message);
  }

  @Test
  void a_kek_twice_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set(Map.of(), List.of(V1, kek("payments.v1"))))
        .withMessage("The KEK set has payments.v1 twice");
  }

  @Test
  void none_and_too_many_are_refused() {
    String message = "A KEK set has from 1 to 500 KEKs";
    List<PublicKek> many =
        IntStream.rangeClosed(1, 501)
            .mapToObj(i -> new PublicKek("payments.v" + i, V1.key()))
            .toList();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> set(Map.of(), List.of()))
        .withMessage(message);
    assertThatIllegalArgumentException().isThrownBy(() -> set(Map.of(), many)).withMessage(message);
    assertThat(set(Map.of(), many.subList(0, 500)).keks()).hasSize(500);
  }

  private static KekSet set(Map<String, String> primaries, List<PublicKek> keks) {
    return new KekSet(7, ISSUED, EXPIRES, primaries, keks);
  }
}
