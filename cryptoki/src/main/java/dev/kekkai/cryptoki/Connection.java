package dev.kekkai.cryptoki;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.SessionSettings;
import dev.kekkai.config.profile.HsmProfile;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of our sessions and our login with a token. What it lends, and every object handle that
 * comes of it, is of no use on the next one. Thread-safe.
 */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** How long {@link #close()} waits for threads inside, of which there should be none. */
  private static final Duration LEAVING = Duration.ofSeconds(1);

  private final CryptokiModule module;
  private final TokenInfo info;
  private final OwnerSession owner;
  private final SessionPool pool;
  private final SessionMaker sessions;

  private Connection(
      CryptokiModule module,
      TokenInfo info,
      OwnerSession owner,
      SessionPool pool,
      SessionMaker sessions) {
    this.module = module;
    this.info = info;
    this.owner = owner;
    this.pool = pool;
    this.sessions = sessions;
  }

  /** Opens the session that holds the login, and logs in with one attempt. */
  static Connection open(
      CryptokiModule module,
      TokenInfo info,
      HsmProfile profile,
      KekkaiConfig config,
      LoginConsent consent,
      TokenListener listener)
      throws TokenException {
    boolean readWrite = profile.session().readWrite();
    int max = SessionBound.of(config.sessions(), profile.session().max(), info);
    SessionNumbers.skip(module, info.slot(), profile.session().skip(), readWrite);
    Session first = Session.open(module, info.slot(), readWrite);
    SessionMaker sessions;
    try {
      Login.once(module, first, info, profile, config, consent);
      sessions = new SessionMaker(module, info.slot(), readWrite, Witness.of(first));
    } catch (TokenException | RuntimeException e) {
      try {
        first.close();
      } catch (TokenException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    return new Connection(
        module,
        info,
        new OwnerSession(first, withinDeadline(config).timeout()),
        SessionPool.start(withinDeadline(config), max - 1, sessions::open, listener),
        sessions);
  }

  /** Nobody waits longer for a session than for the whole operation. */
  private static SessionSettings withinDeadline(KekkaiConfig config) {
    SessionSettings s = config.sessions();
    Duration deadline = config.calls().deadline();
    return s.timeout().compareTo(deadline) <= 0
        ? s
        : new SessionSettings(
            s.max(), s.maxIsGiven(), deadline, s.validateAfter(), s.idle(), s.leakAfter());
  }

  CryptokiModule module() {
    return module;
  }

  TokenInfo info() {
    return info;
  }

  OwnerSession owner() {
    return owner;
  }

  SessionPool pool() {
    return pool;
  }

  /** A session that may write to the token. */
  Session openReadWrite() throws TokenException {
    return sessions.openReadWrite();
  }

  /** A session that belongs to nobody yet, for one look at the token. */
  Session probe() throws TokenException {
    return sessions.open();
  }

  /** A session beside the pool, in one mode or the other. */
  Session openProbe(boolean writing) throws TokenException {
    return sessions.open(writing);
  }

  /**
   * Lends nothing any more; what is lent ends when it is given back. Does not wait.
   *
   * @param closeSessions false when the module may have given their numbers to somebody else
   */
  void lose(boolean closeSessions) {
    pool.retire(closeSessions);
    owner.lose(closeSessions);
  }

  /** After {@link #lose}: waits for what is lent, if that is soon. */
  void awaitReturned(Duration atMost) {
    pool.awaitReturned(atMost);
    owner.awaitEnd(atMost);
  }

  /**
   * After {@link #lose}: nobody enters the module through this connection any more.
   *
   * @return false when somebody is still inside at the end of the time; to be called again
   */
  boolean leave(Duration atMost) {
    return module.host().retire(module, atMost);
  }

  /** Waits for work that is under way and closes all sessions. */
  void close() {
    pool.close();
    try {
      owner.close();
    } catch (TokenException e) {
      LOG.debug("The owner session did not close cleanly: {}", e.getMessage());
    }
    leave(LEAVING);
  }
}
