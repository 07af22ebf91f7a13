package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionBoundTest {

  @ParameterizedTest(name = "configured {0}, profile {1}, token {2}: {3}")
  @CsvSource({"16, 0, 0, 16", "16, 8, 0, 8", "16, 0, 4, 4", "16, 0, -1, 16", "3, 8, 4, 3"})
  void theSmallestLimitHolds(int configured, int profile, long token, int expected)
      throws TokenException {
    assertThat(SessionBound.of(configured, profile, info(token))).isEqualTo(expected);
  }

  @Test
  void oneSessionIsTooFew() {
    assertThatThrownBy(() -> SessionBound.of(16, 0, info(1)))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("needs two sessions");
  }

  private static TokenInfo info(long maxSessions) {
    return new TokenInfo(0, "t", "m", "x", "1", 0, maxSessions, 0);
  }
}
