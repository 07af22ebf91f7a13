package dev.kekkai.cryptoki;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells another listener, and logs what that throws: nothing depends on whoever listens. */
final class QuietListener implements TokenListener {
  private static final Logger LOG = LoggerFactory.getLogger(QuietListener.class);

  private final TokenListener to;

  QuietListener(TokenListener to) {
    this.to = to;
  }

  @Override
  public void failed(String function, long returnValue) {
    quietly(() -> to.failed(function, returnValue));
  }

  @Override
  public void waited(long nanos, boolean got) {
    quietly(() -> to.waited(nanos, got));
  }

  @Override
  public void changed(TokenState from, TokenState now, String reason) {
    quietly(() -> to.changed(from, now, reason));
  }

  @Override
  public void recovered(RecoveryLevel level, int attempts, Duration outage) {
    quietly(() -> to.recovered(level, attempts, outage));
  }

  @Override
  public void quarantined(int hanging) {
    quietly(() -> to.quarantined(hanging));
  }

  @Override
  public void kept(String borrower, Duration lent) {
    quietly(() -> to.kept(borrower, lent));
  }

  private static void quietly(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException e) {
      LOG.warn("A listener of the token failed, which changes nothing for the token", e);
    }
  }
}
