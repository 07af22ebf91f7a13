package dev.kekkai.cryptoki;

import java.time.Duration;

/**
 * Hears what happens to a token. Called by whatever thread it happens on, so it must be thread-safe
 * and quick; what it throws is logged and ignored. Nothing it is told holds a secret.
 */
public interface TokenListener {
  /** Hears nothing. */
  TokenListener NONE = new TokenListener() {};

  /**
   * A C_ function failed.
   *
   * @param function its PKCS #11 name
   * @param returnValue its CKR_ number
   */
  default void failed(String function, long returnValue) {}

  /**
   * A caller waited for a session because none was free.
   *
   * @param nanos how long, in nanoseconds
   * @param got whether there was one in time
   */
  default void waited(long nanos, boolean got) {}

  /**
   * The token's state changed.
   *
   * @param from what it was
   * @param to what it is now
   * @param reason what led to it, for people
   */
  default void changed(TokenState from, TokenState to, String reason) {}

  /**
   * The token is back.
   *
   * @param level what it took
   * @param attempts how many attempts, the last one included
   * @param outage from the first sign of trouble to now
   */
  default void recovered(RecoveryLevel level, int attempts, Duration outage) {}

  /**
   * A call hung past its caller's deadline, or a call that had came back.
   *
   * @param hanging how many hang now
   */
  default void quarantined(int hanging) {}

  /**
   * A session has been lent for longer than {@code sessions.leak-after}.
   *
   * @param borrower the thread that has it
   * @param lent for how long
   */
  default void kept(String borrower, Duration lent) {}
}
