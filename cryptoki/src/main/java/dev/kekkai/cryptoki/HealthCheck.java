package dev.kekkai.cryptoki;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a token is there: asks the token for its flags (SoftHSM2 whose files are gone shows
 * it there alone) and the owner session who is logged in, opens a session and searches for an
 * object, which a network HSM can't answer from this host's memory.
 */
final class HealthCheck {
  private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);

  private static final Duration OWNER_BUSY = Duration.ofMillis(100);

  /** CKS_RO_USER_FUNCTIONS and CKS_RW_USER_FUNCTIONS. */
  private static final Set<Long> USER_STATES = Set.of(1L, 3L);

  private static final Template ANY_KEY =
      Template.builder().with(Cka.CLASS, Cko.SECRET_KEY).with(Cka.TOKEN, true).build();

  private static final long UNKNOWN = -1;

  private final boolean loginRequired;

  HealthCheck(boolean loginRequired) {
    this.loginRequired = loginRequired;
  }

  Look look(Connection connection) {
    try {
      connection.module().call(c -> c.C_GetTokenInfo(connection.info().slot()));
      AtomicLong state = new AtomicLong(UNKNOWN);
      connection.owner().ask(OWNER_BUSY, state::set);
      // The owner session's number may be another session's by now: the probe would notice that.
      Session probe = connection.probe();
      try {
        if (state.get() != UNKNOWN) {
          requireLogin(state.get());
        }
        requireLogin(probe.state());
        probe.findOne(ANY_KEY);
      } finally {
        close(probe);
      }
      return Look.WELL;
    } catch (CryptokiException e) {
      LOG.debug("A look at the token: {}", e.getMessage());
      return meaning(e);
    } catch (ConnectionLostException e) {
      return Look.NOT_INITIALIZED; // another token of the module had it initialised again
    } catch (TokenException e) {
      LOG.debug("A look at the token: {}", e.getMessage());
      return Look.AWAY;
    }
  }

  private void requireLogin(long state) throws CryptokiException {
    if (loginRequired && !isUserState(state)) {
      throw new CryptokiException("C_GetSessionInfo", Ckr.USER_NOT_LOGGED_IN);
    }
  }

  /** Whether the user is logged in where a session is in this state (CKS_ number). */
  static boolean isUserState(long state) {
    return USER_STATES.contains(state);
  }

  private static void close(Session probe) {
    try {
      probe.close();
    } catch (TokenException e) {
      LOG.debug("A session did not close cleanly: {}", e.getMessage());
    }
  }

  private static Look meaning(CryptokiException e) {
    if (e.is(Ckr.CRYPTOKI_NOT_INITIALIZED)) {
      return Look.NOT_INITIALIZED;
    }
    if (e.is(Ckr.USER_NOT_LOGGED_IN)) {
      return Look.LOGGED_OUT;
    }
    if (e.is(Ckr.SESSION_HANDLE_INVALID) || e.is(Ckr.SESSION_CLOSED)) {
      return Look.SESSIONS_GONE;
    }
    if (e.is(Ckr.SESSION_COUNT)) {
      return Look.WELL; // others have all that there are; that is no reason to close ours
    }
    return Look.AWAY;
  }
}
