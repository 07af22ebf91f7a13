package dev.kekkai.cryptoki;

import dev.kekkai.config.Sharing;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded and initialised PKCS#11 module: one incarnation of it, from C_Initialize (by us or, when
 * shared, by somebody else of this process) until {@link #close()}. Thread-safe.
 */
final class CryptokiModule {
  private static final Logger LOG = LoggerFactory.getLogger(CryptokiModule.class);
  private static final Duration QUIESCE = Duration.ofSeconds(10);

  /**
   * Never repeats within a process, so that no handle of an earlier incarnation fits a later one.
   */
  private static final AtomicLong INCARNATIONS = new AtomicLong();

  private final Cryptoki cryptoki;
  private final boolean finalizeOnClose;
  private final long incarnation = INCARNATIONS.incrementAndGet();
  private final ModuleGate gate = new ModuleGate();

  private CryptokiModule(Cryptoki cryptoki, boolean finalizeOnClose) {
    this.cryptoki = cryptoki;
    this.finalizeOnClose = finalizeOnClose;
  }

  /**
   * Initialises a loaded module, or joins it where that is allowed.
   *
   * @param finalizeOnClose whether the module takes C_Finalize well; only looked at when exclusive
   */
  static CryptokiModule initialize(
      Cryptoki cryptoki, InitializeArgs args, Sharing sharing, boolean finalizeOnClose)
      throws TokenException {
    try {
      cryptoki.C_Initialize(args);
    } catch (CryptokiException e) {
      if (!e.is(Ckr.CRYPTOKI_ALREADY_INITIALIZED)) {
        throw new TokenException(
            e.getMessage()
                + ": the PKCS#11 module did not start. Check what it needs for itself: SoftHSM2 the"
                + " environment variable SOFTHSM2_CONF, NSS softokn module.args, others their own"
                + " configuration file or daemon",
            e.retryable(),
            e);
      }
      if (sharing == Sharing.EXCLUSIVE) {
        throw new TokenException(
            "The PKCS#11 module is already in use in this process, by a SunPKCS11 provider or"
                + " another library. With sharing = exclusive Kekkai must be its only user, because"
                + " it may re-initialise the module and every handle of the others would then name"
                + " other keys. Remove the other user, or set sharing = shared",
            false,
            e);
      }
      LOG.info("Joined the PKCS#11 module that somebody else of this process initialised");
    }
    return new CryptokiModule(cryptoki, sharing == Sharing.EXCLUSIVE && finalizeOnClose);
  }

  long incarnation() {
    return incarnation;
  }

  Cryptoki cryptoki() {
    return cryptoki;
  }

  ModuleGate gate() {
    return gate;
  }

  /** Runs a call that needs no session. */
  <T> T call(Call<T> call) throws TokenException {
    ModuleGate.Pass pass = gate.newPass();
    try {
      pass.enter();
      Cryptoki own = cryptoki.forSession();
      try {
        return call.on(own);
      } finally {
        own.release();
        pass.exit();
      }
    } finally {
      pass.discard();
    }
  }

  /** Ends this incarnation: nobody gets in any more, and C_Finalize is called where we own it. */
  void close() {
    if (!gate.close(QUIESCE.toNanos())) {
      LOG.warn(
          "A thread is still inside the PKCS#11 module after {} s; C_Finalize is left out",
          QUIESCE.toSeconds());
      return;
    }
    if (finalizeOnClose) {
      try {
        cryptoki.C_Finalize();
      } catch (CryptokiException e) {
        LOG.warn("The PKCS#11 module did not finalise cleanly: {}", e.getMessage());
      }
    }
  }

  /** A call on the seam. */
  interface Call<T> {
    T on(Cryptoki cryptoki) throws CryptokiException;
  }
}
