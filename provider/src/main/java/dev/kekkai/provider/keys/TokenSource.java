package dev.kekkai.provider.keys;

import dev.kekkai.config.CallMode;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.Attempt;
import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.LoginConsent;
import dev.kekkai.cryptoki.LoginException;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenHealth;
import dev.kekkai.provider.bulk.SoftwareProvider;
import dev.kekkai.provider.watch.Watch;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of one configuration, connected at first use. A refused login is remembered and not
 * repeated until the PIN's source has changed: the next try with the same PIN could lock the token.
 * Thread-safe.
 */
public final class TokenSource implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TokenSource.class);

  private static final String CLOSED = "This Kekkai provider has been closed";

  private final KekkaiConfig config;
  private final @Nullable BindingFactory binding;
  private final boolean requireHsm;
  private final boolean dispatched;
  private volatile @Nullable Token token;

  /** The same, and after {@link #close()} too: it says since when it has been closed. */
  private volatile @Nullable Token lastToken;

  private volatile @Nullable KekOperations operations;

  private final SingleFlight<Token> connecting;

  /** Held for a few assignments only. */
  private final Object ending = new Object();

  private final ConnectPauses pauses = new ConnectPauses(System::nanoTime);
  private LoginConsent consent;
  private final Watch watch;
  private @Nullable LoginException refused;
  private volatile @Nullable String trouble;
  private final Set<CurrentKey> openKeys = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * For one configuration; nothing is loaded yet.
   *
   * @param config the operator's configuration
   */
  public TokenSource(KekkaiConfig config) {
    this(config, null);
  }

  /**
   * As {@link #TokenSource(KekkaiConfig)} over a given binding, for tests that count calls or
   * inject faults.
   *
   * @param config the operator's configuration
   * @param binding the binding to load the module with, or null for the usual choice
   */
  public TokenSource(KekkaiConfig config, @Nullable BindingFactory binding) {
    this(config, binding, LoginConsent.USUAL);
  }

  /**
   * As {@link #TokenSource(KekkaiConfig, BindingFactory)} with what a person has said about the
   * login.
   *
   * @param config the operator's configuration
   * @param binding the binding to load the module with, or null for the usual choice
   * @param consent for the first login only; later ones have none
   */
  public TokenSource(KekkaiConfig config, @Nullable BindingFactory binding, LoginConsent consent) {
    this.config = config;
    this.binding = binding;
    this.requireHsm = config.outages().requireHsm();
    this.dispatched = config.calls().mode() == CallMode.DISPATCHED;
    this.connecting = new SingleFlight<>(this::connectOnce, dispatched, config.calls().deadline());
    this.consent = consent;
    this.watch = Watch.of(config);
  }

  /**
   * The operator's configuration.
   *
   * @return the configuration given
   */
  public KekkaiConfig config() {
    return config;
  }

  /**
   * Where everything is told that somebody may want to watch.
   *
   * @return for the provider's own code only
   */
  @SuppressWarnings("exports") // its package is, on purpose, nobody else's
  public Watch watch() {
    return watch;
  }

  /**
   * How the token is, which is not touched.
   *
   * @return its state; null when it has not been connected
   */
  public @Nullable TokenHealth health() {
    Token last = lastToken;
    return last == null ? null : last.health();
  }

  /**
   * Why there is no token.
   *
   * @return what the last attempt to connect said; null when none failed, or one has succeeded
   */
  public @Nullable String trouble() {
    return trouble;
  }

  /**
   * How many DEKs are open.
   *
   * @return those that have a key in the token or in memory, or will have one at their next use
   */
  public int openDeks() {
    return openKeys.size();
  }

  /**
   * The token, connected if it isn't yet.
   *
   * @return a token we are logged in to
   * @throws LoginException when the token refused the PIN, now or at the first try
   * @throws TokenException when module or token are not as configured, or after {@link #close()}
   */
  public Token get() throws TokenException {
    Token connected = token;
    return connected != null ? connected : connect();
  }

  /**
   * Wrapping and unwrapping on the token, which is connected if it isn't yet.
   *
   * @return the same for as long as the token is connected
   * @throws TokenException as {@link #get()}
   */
  public KekOperations operations() throws TokenException {
    Token connected = get();
    KekOperations known = operations;
    return known != null ? known : new KekOperations(connected.profile());
  }

  /**
   * Runs an operation on the token, and again where the token was lost meanwhile; see {@link
   * Token#retrying}.
   *
   * @param <T> what it returns
   * @param <X> what it throws besides
   * @param attempt the operation
   * @return what it returned
   * @throws TokenException as {@link #get()}, or what the operation throws in the end
   * @throws X what it throws besides
   */
  public <T, X extends Exception> T retrying(Attempt<T, X> attempt) throws TokenException, X {
    return get().retrying(attempt);
  }

  /**
   * As {@link #retrying}, for an operation that has failed already.
   *
   * @param <T> what it returns
   * @param <X> what it throws besides
   * @param failure why it failed
   * @param attempt the operation
   * @return what it returned
   * @throws TokenException what it throws in the end
   * @throws X what it throws besides
   */
  public <T, X extends Exception> T retryingAfter(TokenException failure, Attempt<T, X> attempt)
      throws TokenException, X {
    Token connected = token;
    if (connected == null) {
      throw failure;
    }
    return connected.retryingAfter(failure, attempt);
  }

  /**
   * With {@code require-hsm = yes}, refuses what could be done without the token while it is away.
   *
   * @throws TokenException at once, when it is
   */
  public void requireUpIfSo() throws TokenException {
    if (requireHsm) {
      get().requireUp();
    }
  }

  /**
   * Whether callers' deadlines hold while the module hangs ({@code calls = dispatched}).
   *
   * @return whether other threads than the caller's call the module
   */
  public boolean isDispatched() {
    return dispatched;
  }

  private Token connect() throws TokenException {
    if (closed) {
      throw new TokenException(CLOSED, false, null);
    }
    return connecting.get();
  }

  /** By one thread at a time. */
  private Token connectOnce() throws TokenException {
    LoginException earlier = refused;
    if (earlier != null && earlier.stands()) {
      throw earlier;
    }
    Token connected = token;
    if (connected == null) {
      pauses.refuseIfTooEarly();
      try {
        SoftwareProvider.requireFor(config.bulk());
        connected = connectTwice();
      } catch (LoginException e) {
        consent = LoginConsent.USUAL;
        refused = e;
        trouble = e.getMessage();
        throw e;
      } catch (TokenException e) {
        trouble = e.getMessage();
        if (e.retryable()) {
          pauses.failed(e);
        }
        throw e;
      }
      consent = LoginConsent.USUAL;
      trouble = null;
      publish(connected);
    }
    return connected;
  }

  /** Once more at once where that may help: a single strange answer is no reason to fail. */
  private Token connectTwice() throws TokenException {
    try {
      return Token.connect(config, binding, consent, watch);
    } catch (LoginException e) {
      throw e;
    } catch (TokenException e) {
      if (!e.retryable() || isOfLogin(e)) {
        throw e;
      }
      LOG.debug("Connecting failed and is tried once more: {}", e.getMessage());
      return Token.connect(config, binding, consent, watch);
    }
  }

  /** A PIN is not given twice without need. */
  private static boolean isOfLogin(TokenException e) {
    return e instanceof CryptokiException c && c.function().equals("C_Login");
  }

  private void publish(Token connected) throws TokenException {
    boolean late;
    synchronized (ending) {
      late = closed;
      if (!late) {
        lastToken = connected;
        operations = new KekOperations(connected.profile());
        token = connected;
      }
    }
    if (late) {
      connected.close();
      throw new TokenException(CLOSED, false, null);
    }
  }

  /** The place of a DEK's materialised key, which ends with this token at the latest. */
  CurrentKey newCurrentKey() {
    return new CurrentKey(openKeys);
  }

  /** Ends every DEK that was opened here, in the token and in memory, and closes the token. */
  @Override
  public void close() {
    Token connected;
    synchronized (ending) {
      closed = true;
      trouble = CLOSED;
      connected = token;
      token = null;
    }
    openKeys.forEach(CurrentKey::run);
    if (connected != null) {
      connected.close();
    }
  }
}
