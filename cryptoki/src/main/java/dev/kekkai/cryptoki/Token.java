package dev.kekkai.cryptoki;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.profile.HsmProfile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A token that we are logged in to, with sessions to lend. Thread-safe.
 *
 * <p>Work that makes session objects which outlive it goes to {@link #withOwner}; everything else
 * to {@link #with}. A session is used inside the lambda only.
 */
public final class Token implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Token.class);

  private final CryptokiModule module;
  private final TokenInfo info;
  private final HsmProfile profile;
  private final OwnerSession owner;
  private final SessionPool pool;
  private boolean closed;

  private Token(
      CryptokiModule module,
      TokenInfo info,
      HsmProfile profile,
      OwnerSession owner,
      SessionPool pool) {
    this.module = module;
    this.info = info;
    this.profile = profile;
    this.owner = owner;
    this.pool = pool;
  }

  /**
   * Loads and initialises the module, finds the token and logs in with one attempt.
   *
   * @param config the operator's configuration
   * @return the token, to be closed by the caller
   * @throws LoginException when the token refuses the PIN, or must not be asked
   * @throws TokenException when module or token are not as configured; says what would be right
   */
  public static Token connect(KekkaiConfig config) throws TokenException {
    return connect(config, null);
  }

  /**
   * As {@link #connect(KekkaiConfig)} over a given binding, for tests that inject faults.
   *
   * @param config the operator's configuration
   * @param binding the binding to load the module with, or null for the usual choice
   * @return the token, to be closed by the caller
   * @throws TokenException as {@link #connect(KekkaiConfig)}
   */
  public static Token connect(KekkaiConfig config, @Nullable BindingFactory binding)
      throws TokenException {
    return new TokenConnector(config, binding).connect();
  }

  static Token open(CryptokiModule module, TokenInfo info, HsmProfile profile, KekkaiConfig config)
      throws TokenException {
    boolean readWrite = profile.session().readWrite();
    int max = SessionBound.of(config.sessions().max(), profile.session().max(), info);
    Session first = Session.open(module, info.slot(), readWrite);
    try {
      Login.once(module, first, info, profile, config.token().pin());
    } catch (TokenException | RuntimeException e) {
      try {
        first.close();
      } catch (TokenException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    return new Token(
        module,
        info,
        profile,
        new OwnerSession(first, config.sessions().timeout()),
        SessionPool.start(
            config.sessions(),
            max - 1,
            () -> Session.open(module, info.slot(), readWrite),
            TokenListener.NONE));
  }

  /**
   * The vendor profile in force.
   *
   * @return the one configured, or the one matched
   */
  public HsmProfile profile() {
    return profile;
  }

  /**
   * What the token said of itself when we connected.
   *
   * @return label, model, serial number and flags
   */
  public TokenInfo info() {
    return info;
  }

  /**
   * Asks the token again, for its flags and session count of now.
   *
   * @return what it says
   * @throws TokenException when it doesn't answer
   */
  public TokenInfo currentInfo() throws TokenException {
    return module.call(c -> c.C_GetTokenInfo(info.slot()));
  }

  /**
   * Which binding calls the module; for people, nothing may depend on it.
   *
   * @return {@code ffm} or {@code iaik}
   */
  public String binding() {
    return module.cryptoki().binding();
  }

  /**
   * Which incarnation of the module this is; object handles of another one are refused.
   *
   * @return a number that no other incarnation in this process has
   */
  public long incarnation() {
    return module.incarnation();
  }

  /**
   * Lends a session for one piece of work. When the work fails, the session is closed and another
   * one opened for the next borrower.
   *
   * @param <T> what the work returns
   * @param work what to do; must destroy the session objects it makes
   * @return what the work returned
   * @throws SessionExhaustedException when no session became free in time
   * @throws TokenException what the work throws
   */
  public <T> T with(Work<T> work) throws TokenException {
    PooledSession loan = pool.borrow();
    boolean good = false;
    try {
      T result = work.on(loan.session());
      good = true;
      return result;
    } finally {
      pool.giveBack(loan, good);
    }
  }

  /**
   * Opens a session that may write to the token, for one piece of work that creates, changes or
   * destroys token objects.
   *
   * @param <T> what the work returns
   * @param work what to do
   * @return what the work returned
   * @throws TokenException what the work throws, or when the token gives no such session
   */
  public <T> T withReadWrite(Work<T> work) throws TokenException {
    PooledSession loan = pool.borrowFresh(() -> Session.open(module, info.slot(), true));
    try {
      return work.on(loan.session());
    } finally {
      pool.giveBack(loan, false);
    }
  }

  /**
   * Lends the session whose objects live until the token is closed.
   *
   * @param <T> what the work returns
   * @param work what to do; one-call functions only, no operation may be left active
   * @return what the work returned
   * @throws SessionExhaustedException when it did not become free in time
   * @throws TokenException what the work throws
   */
  public <T> T withOwner(Work<T> work) throws TokenException {
    return owner.with(work);
  }

  /**
   * Destroys a session object as soon as the session that owns it is free; never waits.
   *
   * @param object an object made under {@link #withOwner}
   */
  public void discard(ObjectHandle object) {
    owner.discard(object);
  }

  /**
   * Waits for work that is under way, closes all sessions (DEK objects vanish with them) and gives
   * the module back. Work that comes later is refused.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    pool.close();
    try {
      owner.close();
    } catch (TokenException e) {
      LOG.debug("The owner session did not close cleanly: {}", e.getMessage());
    }
    ModuleRegistry.release(module);
  }

  @Override
  public String toString() {
    return "Token " + info.describe();
  }

  /**
   * Work on a session.
   *
   * @param <T> what it returns
   */
  public interface Work<T> {
    /**
     * Does the work.
     *
     * @param session lent for the time of this call only
     * @return the result
     * @throws TokenException when it fails
     */
    T on(Session session) throws TokenException;
  }
}
