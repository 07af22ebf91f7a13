package dev.kekkai.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.TokenHealth;
import dev.kekkai.cryptoki.TokenState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KekkaiHealthTest {
  private static final Instant SINCE = Instant.parse("2026-05-01T10:00:00.123Z");

  @Test
  void anOutageIsToldInOneLine() {
    TokenHealth token =
        new TokenHealth(
            TokenState.DOWN,
            SINCE,
            "C_Sign answered CKR_DEVICE_ERROR (0x30)",
            Duration.ofMillis(1600),
            4,
            2,
            1,
            16,
            3);

    assertThat(new KekkaiHealth("Kekkai-orders", token, null, 5))
        .hasToString(
            "Kekkai-orders: DOWN since 2026-05-01T10:00:00Z (C_Sign answered CKR_DEVICE_ERROR"
                + " (0x30)), next attempt in 1600 ms; 2 of 16 sessions open, 1 lent; recovered 4"
                + " times; 3 calls hanging; 5 DEKs open");
  }

  @ParameterizedTest
  @EnumSource(TokenState.class)
  void onlyATokenThatIsUpIsReady(TokenState state) {
    TokenHealth token = new TokenHealth(state, SINCE, null, null, 0, 0, 0, 16, 0);

    assertThat(new KekkaiHealth("Kekkai", token, null, 0).isReady())
        .isEqualTo(state == TokenState.UP);
  }

  @Test
  void withoutATokenItIsReadyUnlessConnectingFailed() {
    KekkaiHealth unused = new KekkaiHealth("Kekkai", null, null, 0);
    KekkaiHealth failed = new KekkaiHealth("Kekkai", null, "no such library", 0);

    assertThat(unused.isReady()).isTrue();
    assertThat(failed.isReady()).isFalse();
    assertThat(failed).hasToString("Kekkai: not connected (no such library); 0 DEKs open");
  }
}
