package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void noTimeAtAllIsRefused() {
    assertThatThrownBy(() -> Deadline.within(Duration.ZERO, () -> 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("longer than zero");
  }

  @Test
  void aCallersOwnDeadlineHoldsInPlaceOfTheUsualOne() throws Exception {
    long left = Deadline.within(Duration.ofMinutes(1), () -> Deadline.currentOr(HOUR).nanosLeft());

    assertThat(Duration.ofNanos(left)).isLessThanOrEqualTo(Duration.ofMinutes(1));
    assertThat(Deadline.current()).isNull();
  }

  @Test
  void aLaterDeadlineInsideDoesNotExtendAnEarlierOneOutside() throws Exception {
    long left =
        Deadline.within(
            Duration.ofMinutes(1),
            () -> Deadline.within(HOUR, () -> Deadline.currentOr(HOUR).nanosLeft()));

    assertThat(Duration.ofNanos(left)).isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aScopeEndsWithWhatHeldBefore() throws Exception {
    try (Deadline.Scope scope = Deadline.begin(HOUR)) {
      assertThat(scope.nanosLeft()).isPositive();
      assertThat(Deadline.current()).isNotNull();
    }
    assertThat(Deadline.current()).isNull();
  }
}
