package dev.kekkai.cryptoki;

import java.time.Duration;
import java.util.Locale;

/**
 * The way back from one lost connection, by the least that helps: the same connection when all is
 * there again, else new sessions and a new login, else the module initialised again. For one
 * thread.
 */
final class Recovery {
  /** Threads that are inside leave within this time, or it is tried again later. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  /** Whoever is inside for longer than this hangs. */
  private static final Duration HANGS = Duration.ofSeconds(10);

  /** Before it the token may come back as it was, with our sessions and objects. */
  private static final int PATIENCE = 3;

  /** The same where the module is not ours to initialise: several minutes. */
  private static final int LONG_PATIENCE = 60;

  private final RecoveryMeans means;
  private final Connection lost;
  private Look look;

  /** The C_Initialize that has to be followed by another one. */
  private long initialization;

  private boolean givenUp;
  private long givenUpNanos;

  /** A connection, and what it took. */
  record Result(Connection connection, RecoveryLevel level) {}

  Recovery(RecoveryMeans means, Connection lost, Look look) {
    this.means = means;
    this.lost = lost;
    this.initialization = lost.module().initialization();
    this.look = look;
  }

  Result attempt(int number) throws TokenException {
    if (!givenUp) {
      if (number > 1) {
        look = means.check().look(lost);
      }
      if (look == Look.WELL) {
        return new Result(lost, RecoveryLevel.NONE);
      }
      if (look == Look.AWAY && number < patience()) {
        throw new TokenException("The token does not answer", true, null);
      }
      giveUp();
    }
    requireEmpty();
    if (isInitializationNeeded() && !isUsedBeside()) {
      return reinitialize();
    }
    try {
      return new Result(connect(), RecoveryLevel.SESSIONS);
    } catch (LoginException e) {
      throw e;
    } catch (TokenException e) {
      if (isHopeless(e) || (number >= PATIENCE && means.mayReinitialize())) {
        return reinitialize();
      }
      throw e;
    }
  }

  /** Sessions that are forgotten while the token is away stay open on it unless it is finalised. */
  private int patience() {
    return means.mayReinitialize() ? PATIENCE : LONG_PATIENCE;
  }

  private boolean isInitializationNeeded() {
    return means.mayReinitialize() && (look == Look.NOT_INITIALIZED || look == Look.AWAY);
  }

  /** Another token works, so the module was initialised again already, or never had to be. */
  private boolean isUsedBeside() {
    return means.host().isUsedBeside(lost.module());
  }

  /**
   * When nothing came of it because the token was closed: what is left of the lost connection ends.
   */
  void end() {
    if (!givenUp && look != Look.WELL) {
      lost.lose(look.areSessionsOurs());
      lost.leave(DRAIN);
    }
  }

  private void giveUp() {
    givenUp = true;
    givenUpNanos = System.nanoTime();
    lost.lose(look.areSessionsOurs());
    if (look.areSessionsOurs()) {
      lost.awaitReturned(DRAIN); // else what is lent now would stay open on the token
    }
  }

  /** New sessions are no help to a module that knows nothing of C_Initialize, ours or another's. */
  private static boolean isHopeless(TokenException e) {
    return e instanceof CryptokiException c && c.is(Ckr.CRYPTOKI_NOT_INITIALIZED);
  }

  /** The numbers of new sessions may be those that a thread is about to use. */
  private void requireEmpty() throws TokenException {
    if (lost.leave(DRAIN)) {
      return;
    }
    Duration waited = Duration.ofNanos(System.nanoTime() - givenUpNanos);
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

  private Result reinitialize() throws TokenException {
    means.requireReinitialization();
    try {
      means.host().reinitialize(lost.module(), initialization);
    } catch (TokenException e) {
      if (isUsedBeside()) {
        look = Look.SESSIONS_GONE; // the other one may have had it initialised
      }
      throw e;
    }
    initialization = means.host().initialization();
    look = Look.SESSIONS_GONE;
    return new Result(connect(), RecoveryLevel.MODULE);
  }

  private Connection connect() throws TokenException {
    ModuleHost host = means.host();
    if (!look.areSessionsOurs()) {
      host.awaitLooks(lost.module());
    }
    CryptokiModule module = host.newIncarnation(means.suspicion());
    boolean connected = false;
    try {
      Connection connection = means.connector().reconnect(module, means.profile());
      connected = true;
      return connection;
    } finally {
      if (!connected) {
        host.retire(module, DRAIN);
      }
    }
  }
}
