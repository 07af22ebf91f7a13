package dev.kekkai.dekstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DekStateTest {
  private static final Instant MADE = Instant.parse("2026-11-21T10:15:30.123Z");
  private static final Instant LATER = MADE.plusSeconds(60);
  private static final DekRecord ROW =
      new DekRecord(
          UUID.randomUUID(),
          "users",
          new WrappedDek(new KekRef("payments", 1), WrapMethod.RFC3394, new byte[40]),
          "check",
          DekState.ACTIVE,
          MADE);

  @ParameterizedTest
  @CsvSource({
    "pre-active, active compromised destroyed",
    "active, deactivated compromised",
    "deactivated, compromised destroyed",
    "compromised, destroyed",
    "destroyed, ''"
  })
  void a_dek_goes_where_sp_800_57_lets_it_and_nowhere_else(String from, String to) {
    for (DekState next : DekState.values()) {
      assertThat(DekState.ofId(from).leadsTo(next))
          .as(from + " to " + next.id())
          .isEqualTo(Arrays.asList(to.split(" ")).contains(next.id()));
    }
  }

  @Test
  void a_step_back_is_refused_by_name() {
    DekRecord ended = ROW.in(DekState.DEACTIVATED, LATER);
    assertThatThrownBy(() -> ended.in(DekState.ACTIVE, LATER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The DEK 'users' version 1 is deactivated, and no DEK goes from there to active");
  }

  @Test
  void each_state_leaves_its_date_and_a_revision() {
    DekRecord ended = ROW.in(DekState.DEACTIVATED, LATER);
    assertThat(ended.dates()).isEqualTo(new DekDates(MADE, MADE, LATER, null, null));
    assertThat(ended.revision()).isOne();
  }

  @Test
  void what_is_destroyed_has_lost_its_blob() {
    DekRecord gone = ROW.in(DekState.DEACTIVATED, LATER).in(DekState.DESTROYED, LATER);
    assertThat(gone.wrapped().blob()).containsExactly(0);
    assertThat(gone.wrapped().kek()).isEqualTo(ROW.wrapped().kek());
  }

  @Test
  void only_an_active_one_encrypts_and_what_was_active_decrypts() {
    assertThat(DekState.values()).filteredOn(DekState::encrypts).containsExactly(DekState.ACTIVE);
    assertThat(DekState.values())
        .filteredOn(DekState::decrypts)
        .containsExactly(DekState.ACTIVE, DekState.DEACTIVATED, DekState.COMPROMISED);
  }
}
