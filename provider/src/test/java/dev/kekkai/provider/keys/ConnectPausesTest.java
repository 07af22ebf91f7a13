package dev.kekkai.provider.keys;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.TokenException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConnectPausesTest {
  private final AtomicLong clock = new AtomicLong(-5);
  private final ConnectPauses pauses = new ConnectPauses(clock::get);
  private final TokenException away = new TokenException("away", true, null);

  @Test
  void theFirstAttemptIsMadeAtOnce() {
    assertThatCode(pauses::refuseIfTooEarly).doesNotThrowAnyException();
  }

  @Test
  void whoComesTooEarlyIsToldWhatTheLastAttemptSaid() {
    pauses.failed(away);
    pass(Duration.ofMillis(99));
    assertThatThrownBy(pauses::refuseIfTooEarly).isSameAs(away);

    pass(Duration.ofMillis(1));
    assertThatCode(pauses::refuseIfTooEarly).doesNotThrowAnyException();
  }

  @Test
  void pausesGrowWithTheOutageUpToHalfAMinute() {
    pauses.failed(away);
    pass(Duration.ofSeconds(10));
    pauses.failed(away);
    pass(Duration.ofMillis(999));
    assertThatThrownBy(pauses::refuseIfTooEarly).isSameAs(away);

    for (int i = 0; i < 30; i++) {
      pass(Duration.ofSeconds(20));
      pauses.failed(away);
    }
    pass(Duration.ofMillis(29_999));
    assertThatThrownBy(pauses::refuseIfTooEarly).isSameAs(away);
    pass(Duration.ofMillis(1));
    assertThatCode(pauses::refuseIfTooEarly).doesNotThrowAnyException();
  }

  @Test
  void aFailureLongAfterTheLastBeginsAnotherOutage() {
    pauses.failed(away);
    pass(Duration.ofHours(1));
    pauses.failed(away);
    pass(Duration.ofMillis(100));
    assertThatCode(pauses::refuseIfTooEarly).doesNotThrowAnyException();
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
