package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.SessionSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionBoundTest {

  @ParameterizedTest(name = "default {0}, profile {1}, token {2}: {3}")
  @CsvSource({"16, 0, 0, 16", "16, 8, 0, 8", "16, 0, 4, 4", "16, 0, -1, 16", "3, 8, 4, 3"})
  void theSmallestLimitHoldsWhenTheOperatorGaveNone(
      int usual, int profile, long token, int expected) throws TokenException {
    assertThat(SessionBound.of(settings(usual, false), profile, info(token))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "given {0}, profile {1}, token {2}")
  @CsvSource({"16, 0, 0", "16, 16, 0", "16, 0, 16", "16, 0, -1", "2, 3, 4"})
  void whatTheOperatorGaveHoldsWhereItIsAllowed(int given, int profile, long token)
      throws TokenException {
    assertThat(SessionBound.of(settings(given, true), profile, info(token))).isEqualTo(given);
  }

  @Test
  void moreThanTheTokenAllowsIsRefused() {
    assertThatThrownBy(() -> SessionBound.of(settings(64, true), 32, info(10)))
        .isInstanceOf(TokenException.class)
        .hasMessage(
            "sessions.max = 64 is too much for the token 't' (x, serial 1, slot 0): it allows 10"
                + " sessions of one application at once. Set sessions.max = 10 or less, or leave"
                + " it out");
  }

  @Test
  void moreThanTheProfileAllowsIsRefused() {
    assertThatThrownBy(() -> SessionBound.of(settings(17, true), 16, info(0)))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("sessions.max = 17")
        .hasMessageContaining("its profile allows 16")
        .hasMessageContaining("Set sessions.max = 16 or less");
  }

  @Test
  void oneSessionIsTooFew() {
    assertThatThrownBy(() -> SessionBound.of(settings(16, false), 0, info(1)))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("needs two sessions")
        .hasMessageContaining("it allows 1");
  }

  private static SessionSettings settings(int max, boolean given) {
    Duration any = Duration.ofSeconds(1);
    return new SessionSettings(max, given, any, any, any, any);
  }

  private static TokenInfo info(long maxSessions) {
    return new TokenInfo(0, "t", "m", "x", "1", "1.0", 0, maxSessions, 0);
  }
}
