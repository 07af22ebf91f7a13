package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {

  @Test
  void aPauseIsATenthOfTheOutageWithinBounds() {
    assertThat(pause(Duration.ZERO)).isEqualTo(Duration.ofMillis(100));
    assertThat(pause(Duration.ofMillis(999))).isEqualTo(Duration.ofMillis(100));
    assertThat(pause(Duration.ofSeconds(2))).isEqualTo(Duration.ofMillis(200));
    assertThat(pause(Duration.ofMinutes(2))).isEqualTo(Duration.ofSeconds(12));
    assertThat(pause(Duration.ofDays(3))).isEqualTo(Duration.ofSeconds(30));
  }

  private static Duration pause(Duration outage) {
    return Duration.ofNanos(BackOff.nanosAfter(outage.toNanos()));
  }
}
