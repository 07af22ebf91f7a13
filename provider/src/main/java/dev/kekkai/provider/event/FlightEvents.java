package dev.kekkai.provider.event;

import dev.kekkai.cryptoki.RecoveryLevel;
import dev.kekkai.cryptoki.TokenState;
import dev.kekkai.provider.KekkaiListener;
import dev.kekkai.provider.keys.KekRef;
import java.time.Duration;

/**
 * Records what a provider's listeners hear; single operations are {@link FlightOperation}s. What no
 * recording wants is dropped by the JDK at next to no cost. Thread-safe.
 */
public final class FlightEvents implements KekkaiListener {
  private final String provider;

  /**
   * For one provider.
   *
   * @param provider its name, which every event bears
   */
  public FlightEvents(String provider) {
    this.provider = provider;
  }

  @Override
  public void failed(String function, long returnValue) {
    TokenErrorEvent.record(provider, function, returnValue);
  }

  @Override
  public void waited(long nanos, boolean got) {
    SessionWaitEvent.record(provider, nanos, got);
  }

  @Override
  public void changed(TokenState from, TokenState to, String reason) {
    StateChangeEvent.record(provider, from, to, reason);
  }

  @Override
  public void recovered(RecoveryLevel level, int attempts, Duration outage) {
    RecoveryEvent.record(provider, level, attempts, outage);
  }

  @Override
  public void quarantined(int hanging) {
    QuarantineEvent.record(provider, hanging);
  }

  @Override
  public void kept(String borrower, Duration lent) {
    SessionKeptEvent.record(provider, borrower, lent);
  }

  @Override
  public void budget(KekRef kek, int percent, long used, long max) {
    DekBudgetEvent.record(provider, kek, percent, used, max);
  }
}
