package dev.kekkai.cryptoki;

import dev.kekkai.config.CallMode;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.profile.HsmProfile;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A token that we are logged in to, with sessions to lend. It outlives restarts of the HSM and lost
 * logins: work waits within its deadline until there is another connection, and {@link #retrying}
 * runs again what failed on the lost one. Thread-safe.
 *
 * <p>Work that makes session objects which outlive it goes to {@link #withOwner}; everything else
 * to {@link #with}. A session is used inside the lambda only. Object handles are good for one
 * connection; on the next one they are refused by {@link StaleHandleException} before anything
 * reaches the module.
 */
public final class Token implements AutoCloseable {
  private final ModuleHost host;
  private final HsmProfile profile;
  private final TokenInfo first;
  private final Supervisor supervisor;
  private final ConnectionPlace place;
  private final Lending lending;
  private final Repeats repeats;
  private final Allowance secondTries = new Allowance(100);
  private final Allowance looks = new Allowance(1);
  private final @Nullable Dispatcher dispatcher;
  private final int maxSessions;
  private final Duration deadline;
  private boolean closed;

  Token(
      ModuleHost host,
      HsmProfile profile,
      Connection connection,
      Supervisor supervisor,
      ConnectionPlace place,
      KekkaiConfig config,
      TokenListener listener)
      throws TokenException {
    this.host = host;
    this.profile = profile;
    this.first = connection.info();
    this.supervisor = supervisor;
    this.place = place;
    this.deadline = config.calls().deadline();
    this.repeats = new Repeats(place, new FailureRules(profile), deadline);
    this.maxSessions = connection.pool().max() + 1;
    this.dispatcher = dispatcher(config, maxSessions, listener);
    this.lending = new Lending(place, new FailureRules(profile), listener, dispatcher);
  }

  private static @Nullable Dispatcher dispatcher(
      KekkaiConfig config, int sessions, TokenListener listener) throws TokenException {
    return config.calls().mode() == CallMode.DIRECT
        ? null
        : new Dispatcher(
            CallThreads.of(config.calls().threads(), sessions),
            sessions - 1,
            config.calls().deadline(),
            listener);
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
    return connect(config, binding, LoginConsent.USUAL, TokenListener.NONE);
  }

  /**
   * As {@link #connect(KekkaiConfig, BindingFactory)} with what a person has said about the login,
   * and with somebody who hears what happens to the token.
   *
   * @param config the operator's configuration
   * @param binding the binding to load the module with, or null for the usual choice
   * @param consent for the first login alone
   * @param listener hears from this token until it is closed
   * @return the token, to be closed by the caller
   * @throws TokenException as {@link #connect(KekkaiConfig)}
   */
  public static Token connect(
      KekkaiConfig config,
      @Nullable BindingFactory binding,
      LoginConsent consent,
      TokenListener listener)
      throws TokenException {
    return new TokenOpening(config, listener).open(binding, consent);
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
   * What the token said of itself when we connected first.
   *
   * @return label, model, serial number and flags
   */
  public TokenInfo info() {
    return first;
  }

  /**
   * Asks the token again, for its flags and session count of now.
   *
   * @return what it says
   * @throws TokenException when it doesn't answer
   */
  public TokenInfo currentInfo() throws TokenException {
    return lending.tokenInfo();
  }

  /**
   * Asks the module who made it.
   *
   * @return what CK_INFO says
   * @throws TokenException when it doesn't answer
   */
  public ModuleInfo moduleInfo() throws TokenException {
    return lending.moduleInfo();
  }

  /**
   * Which binding calls the module; for people, nothing may depend on it.
   *
   * @return {@code ffm} or {@code iaik}
   */
  public String binding() {
    return host.cryptoki().binding();
  }

  /**
   * Whether the binding can hand a mechanism to the module as it is, and bring back what the module
   * writes into its parameters.
   *
   * @param mechanism a mechanism
   * @return false where only another binding can
   */
  public boolean takes(Mechanism mechanism) {
    return host.cryptoki().takes(mechanism);
  }

  /**
   * Which connection there is now; object handles of another one are refused.
   *
   * @return a number that no other connection in this process has
   * @throws TokenException when there is none, and none comes in time
   */
  public long incarnation() throws TokenException {
    return place.connection().module().incarnation();
  }

  /**
   * Whether there is a connection now; asks nobody.
   *
   * @return false while the token is away, and after {@link #close()}
   */
  public boolean isUp() {
    return place.connectionOrNull() != null;
  }

  /**
   * Waits for a look at the token by one who saw something that it can't explain, such as that a
   * key is gone.
   *
   * @param incarnation the connection on which it was seen, by {@link #incarnation()}
   * @throws ConnectionLostException when the token was not found well, and is being got back, or
   *     there is another connection already
   * @throws TokenException when interrupted
   */
  public void requireWell(long incarnation) throws TokenException {
    boolean well = place.isWell(Deadline.currentOr(deadline));
    Connection now = place.connectionOrNull();
    if (!well || now == null || now.module().incarnation() != incarnation) {
      throw new ConnectionLostException();
    }
  }

  /**
   * For those that may not go on without the token.
   *
   * @throws TokenUnavailableException at once, when {@link #isUp()} is false
   */
  public void requireUp() throws TokenException {
    place.requireUp();
  }

  /**
   * Whether callers' deadlines hold while the module hangs ({@code calls = dispatched}).
   *
   * @return whether other threads than the caller's call the module
   */
  public boolean isDispatched() {
    return dispatcher != null;
  }

  /**
   * How the token is; asks nobody.
   *
   * @return its state and what there is of sessions
   */
  public TokenHealth health() {
    return TokenHealths.of(place, dispatcher, maxSessions);
  }

  /**
   * Lends a session for one piece of work. When the work fails, the session is closed and another
   * one opened for the next borrower, unless all that was wrong was the input.
   *
   * @param <T> what the work returns
   * @param work what to do; must destroy the session objects it makes
   * @return what the work returned
   * @throws SessionExhaustedException when no session became free in time
   * @throws TokenException what the work throws
   */
  public <T> T with(Work<T> work) throws TokenException {
    return lending.with(work);
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
    return lending.withReadWrite(work);
  }

  /**
   * Opens a session for finding out how the token behaves.
   *
   * @param readWrite whether with CKF_RW_SESSION, whatever the profile says
   * @return to be closed by the caller, before the token is
   * @throws TokenException when the token gives no such session
   */
  public ProbeSession openProbe(boolean readWrite) throws TokenException {
    return new ProbeSession(place.connection().openProbe(readWrite));
  }

  /**
   * Lends the session whose objects live as long as the connection.
   *
   * @param <T> what the work returns; an object handle when it makes an object
   * @param work what to do; one-call functions only, no operation may be left active
   * @return what the work returned
   * @throws SessionExhaustedException when it did not become free in time
   * @throws TokenException what the work throws
   */
  public <T> T withOwner(Work<T> work) throws TokenException {
    return lending.withOwner(work);
  }

  /**
   * Destroys a session object as soon as the session that owns it is free; never waits.
   *
   * @param object an object made under {@link #withOwner}; one of an earlier connection is gone
   *     already
   */
  public void discard(ObjectHandle object) {
    lending.discard(object);
  }

  /**
   * Runs an operation, and again where it failed for a reason that may be over: the connection was
   * lost and there is another one, or the token is well and just could not. Within the deadline.
   *
   * @param <T> what it returns
   * @param <X> what it throws besides
   * @param attempt the operation; see {@link Attempt} for what it must bear
   * @return what it returned
   * @throws TokenUnavailableException when the token did not come back in time
   * @throws TokenException what it throws in the end
   * @throws X what it throws besides
   */
  public <T, X extends Exception> T retrying(Attempt<T, X> attempt) throws TokenException, X {
    if (dispatcher == null) {
      return runOrRepeat(attempt);
    }
    Deadline.Scope scope = Deadline.begin(deadline);
    try {
      return runOrRepeat(attempt);
    } finally {
      scope.close();
    }
  }

  private <T, X extends Exception> T runOrRepeat(Attempt<T, X> attempt) throws TokenException, X {
    try {
      return attempt.run();
    } catch (TokenException e) {
      return repeats.after(e, attempt);
    }
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
    return repeats.after(failure, attempt);
  }

  /**
   * Whether a failure that would mean bad input is to be tried a second time before it is believed:
   * the code is one that modules give for trouble of their own as well. Bad input can't make this
   * happen more than a hundred times a second.
   *
   * @param e what a decryption or an unwrapping threw
   * @return whether to try once more
   */
  public boolean isDoubtful(CryptokiException e) {
    return e.mayBeTrouble() && secondTries.take();
  }

  /**
   * Before a second refusal is believed too: a token that was about to go away may have answered
   * both times, so it is looked at, where the code is one for {@link #isDoubtful} and bad input has
   * not made this happen in this second already: a look takes up to a tenth of it.
   *
   * @param e the second refusal
   * @param incarnation the connection it came from
   * @throws TokenException as {@link #requireWell}
   */
  public void requireBelievable(CryptokiException e, long incarnation) throws TokenException {
    if (e.mayBeTrouble() && looks.take()) {
      requireWell(incarnation);
    }
  }

  /**
   * Waits for work that is under way, closes all sessions (DEK objects vanish with them) and gives
   * the module back. Work that comes later is refused. With {@code calls = dispatched} it waits no
   * longer than the deadline of callers; else as long as the module hangs.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (dispatcher != null) {
      dispatcher.close();
    }
    if (dispatcher == null) {
      end();
    } else {
      Farewell.within(deadline, this::end);
    }
  }

  private void end() {
    Connection last = supervisor.close();
    if (last != null) {
      last.close();
    }
    ModuleRegistry.release(host);
  }

  @Override
  public String toString() {
    return "Token " + first.describe();
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
