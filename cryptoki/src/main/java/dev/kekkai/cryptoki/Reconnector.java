package dev.kekkai.cryptoki;

import dev.kekkai.config.profile.HsmProfile;
import java.time.Duration;
import java.util.Locale;

/**
 * Gets another connection in place of a lost one, by the least that helps: new sessions and a new
 * login, and where that does not do, the module initialised again. For the supervisor's thread.
 */
final class Reconnector {
  /** Threads that are inside leave within this time, or it is tried again later. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  /** Whoever is inside for longer than this hangs. */
  private static final Duration HANGS = Duration.ofSeconds(10);

  private final ModuleHost host;
  private final TokenConnector connector;
  private final HsmProfile profile;
  private final Runnable suspicion;
  private long drainingSince;

  /** A connection, and what it took. */
  record Result(Connection connection, RecoveryLevel level) {}

  Reconnector(
      ModuleHost host, TokenConnector connector, HsmProfile profile, Runnable suspicion) {
    this.host = host;
    this.connector = connector;
    this.profile = profile;
    this.suspicion = suspicion;
  }

  Result reconnect(Connection lost, Look look, int attempt) throws TokenException {
    requireEmpty(lost, attempt);
    if (look == Look.NOT_INITIALIZED) {
      return reinitialize(lost);
    }
    try {
      return new Result(connect(), RecoveryLevel.SESSIONS);
    } catch (LoginException e) {
      throw e;
    } catch (TokenException e) {
      if (isHopeless(e) || attempt > 1 && host.mayReinitialize() && profile.init().reinit()) {
        return reinitialize(lost);
      }
      throw e;
    }
  }

  /** New sessions are no help to a module that knows nothing of C_Initialize. */
  private static boolean isHopeless(TokenException e) {
    return e instanceof CryptokiException c && c.is(Ckr.CRYPTOKI_NOT_INITIALIZED);
  }

  /** The numbers of new sessions may be those that a thread is about to use. */
  private void requireEmpty(Connection lost, int attempt) throws TokenException {
    if (attempt == 1) {
      drainingSince = System.nanoTime();
    }
    if (lost.leave(DRAIN)) {
      return;
    }
    Duration waited = Duration.ofNanos(System.nanoTime() - drainingSince);
    String text =
        String.format(
            Locale.ROOT,
            "A thread has been inside the PKCS#11 module for %s since the connection was lost",
            Outage.seconds(waited));
    if (waited.compareTo(HANGS) < 0) {
      throw new TokenException(text, true, null);
    }
    throw new RestartRequiredException(text, null);
  }

  private Result reinitialize(Connection lost) throws TokenException {
    if (!profile.init().reinit()) {
      throw new RestartRequiredException(
          String.format(
              Locale.ROOT,
              "The module can't be initialised twice in a process (profile %s, init.reinit = no)",
              profile.name()),
          null);
    }
    if (host.isUsedBeside(lost.module())) {
      throw new TokenException(
          "Another token of this module is in use; it is not initialised again under it",
          true,
          null);
    }
    host.reinitialize();
    return new Result(connect(), RecoveryLevel.MODULE);
  }

  private Connection connect() throws TokenException {
    CryptokiModule module = host.newIncarnation(suspicion);
    boolean connected = false;
    try {
      Connection connection = connector.connect(module, profile);
      connected = true;
      return connection;
    } finally {
      if (!connected) {
        host.retire(module, DRAIN);
      }
    }
  }
}
