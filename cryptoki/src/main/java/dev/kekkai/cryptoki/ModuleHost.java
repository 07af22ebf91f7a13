package dev.kekkai.cryptoki;

import dev.kekkai.config.Sharing;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded module of this process, for all tokens of it that Kekkai uses: who initialised it, and
 * C_Finalize and C_Initialize for all of them at once. Thread-safe.
 */
final class ModuleHost {
  private static final Logger LOG = LoggerFactory.getLogger(ModuleHost.class);

  /** How long C_Finalize waits for threads inside when the module is closed for good. */
  private static final Duration QUIESCE = Duration.ofSeconds(10);

  /** How long it waits before it is initialised again; the next attempt waits anew. */
  private static final Duration DRAIN = Duration.ofSeconds(1);

  private final Cryptoki cryptoki;
  private final InitializeArgs args;
  private final Sharing sharing;
  private final boolean finalizeOnClose;

  /** Incarnations that may still have threads inside, one or more for each token. */
  private final Set<CryptokiModule> live = ConcurrentHashMap.newKeySet();

  private final ReentrantLock lock = new ReentrantLock();

  /** Under the lock: false between a C_Finalize of ours and the next C_Initialize that works. */
  private boolean initialized = true;

  /** Under the lock: there will be no incarnation any more. */
  private boolean closed;

  private final AtomicLong initialization = new AtomicLong();

  private ModuleHost(
      Cryptoki cryptoki, InitializeArgs args, Sharing sharing, boolean finalizeOnClose) {
    this.cryptoki = cryptoki;
    this.args = args;
    this.sharing = sharing;
    this.finalizeOnClose = finalizeOnClose;
  }

  /**
   * Initialises a loaded module, or joins it where that is allowed.
   *
   * @param finalizeOnClose whether the module takes C_Finalize well; only looked at when exclusive
   */
  static ModuleHost initialize(
      Cryptoki cryptoki, InitializeArgs args, Sharing sharing, boolean finalizeOnClose)
      throws TokenException {
    try {
      cryptoki.C_Initialize(args);
    } catch (CryptokiException e) {
      if (!e.is(Ckr.CRYPTOKI_ALREADY_INITIALIZED)) {
        if (sharing == Sharing.EXCLUSIVE && finalizeOnClose) {
          undo(cryptoki);
        }
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
    return new ModuleHost(cryptoki, args, sharing, finalizeOnClose);
  }

  /** It may have started all the same, and would be found in use at the next try. */
  private static void undo(Cryptoki cryptoki) {
    try {
      cryptoki.C_Finalize();
    } catch (CryptokiException e) {
      LOG.debug("It had not started: {}", e.getMessage());
    }
  }

  /** Twice where the module refuses: one that stays initialised is of no use to the next one. */
  private static void finish(Cryptoki cryptoki) throws CryptokiException {
    try {
      cryptoki.C_Finalize();
    } catch (CryptokiException first) {
      try {
        cryptoki.C_Finalize();
      } catch (CryptokiException second) {
        if (!second.is(Ckr.CRYPTOKI_NOT_INITIALIZED) || first.is(Ckr.CRYPTOKI_NOT_INITIALIZED)) {
          throw first;
        }
      }
    }
  }

  Cryptoki cryptoki() {
    return cryptoki;
  }

  /**
   * For one token, until it is {@link #retire}d.
   *
   * @param suspicion makes the token look whether it is still there; must not block
   */
  CryptokiModule newIncarnation(Runnable suspicion) throws TokenException {
    lock.lock(); // not while the module is initialised again, which waits for those it knows of
    try {
      if (closed) {
        throw new TokenException("The PKCS#11 module has been closed", false, null);
      }
      CryptokiModule module = new CryptokiModule(this, suspicion);
      live.add(module);
      return module;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets nobody into an incarnation any more and waits until everybody is out.
   *
   * @return false when somebody was still inside at the end of the time; to be called again
   */
  boolean retire(CryptokiModule module, Duration atMost) {
    module.gate().lose();
    boolean out = module.gate().drain(atMost.toNanos());
    if (out) {
      live.remove(module);
    }
    return out;
  }

  /**
   * Whether another token of the module has a connection that it believes in. Those that do are
   * asked to look, so that the answer may be another one next time.
   */
  boolean isUsedBeside(CryptokiModule module) {
    boolean used = false;
    for (CryptokiModule m : live) {
      if (m != module && m.gate().isOpen()) {
        m.suspect();
        used = true;
      }
    }
    return used;
  }

  /**
   * Waits until every other token of the module has looked whether its sessions are still there, or
   * has left the module. Else sessions and keys to come could have the numbers that another token
   * is about to use.
   *
   * @param module the one that asks; null for one that is yet to come
   * @throws TokenException when one does neither; to be called again
   */
  void awaitLooks(@Nullable CryptokiModule module) throws TokenException {
    long since = System.nanoTime();
    while (!haveLooked(module, since)) {
      if (System.nanoTime() - since > DRAIN.toNanos()) {
        throw new TokenException(
            "Another token of this module has to be looked at first, and does not answer",
            true,
            null);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private boolean haveLooked(@Nullable CryptokiModule module, long since) {
    live.removeIf(m -> !m.gate().isOpen() && m.gate().drain(0)); // somebody was inside till now
    boolean all = true;
    for (CryptokiModule m : live) {
      if (m != module && !m.isWellSince(since)) {
        m.suspect();
        all = false;
      }
    }
    return all;
  }

  boolean mayReinitialize() {
    return sharing == Sharing.EXCLUSIVE;
  }

  /** Which C_Initialize of ours was the last one that worked. */
  long initialization() {
    return initialization.get();
  }

  /**
   * C_Finalize and C_Initialize, where {@link #mayReinitialize()}. Every incarnation of every token
   * ends. Nothing is done when another token had the module initialised again in the meantime: it
   * would lose what it has just got.
   *
   * @param mine the incarnation that is found to be no good
   * @param before the initialization that it is of
   * @throws RestartRequiredException when threads hang inside
   * @throws TokenException when another token works with the module
   * @throws CryptokiException when the module does not start; the next call tries again
   */
  void reinitialize(CryptokiModule mine, long before) throws TokenException {
    lock.lock();
    try {
      if (closed) {
        throw new TokenException("The PKCS#11 module has been closed", false, null);
      }
      if (initialization.get() != before) {
        return;
      }
      if (isUsedBeside(mine)) {
        throw new TokenException(
            "Another token of this module is in use; it is not initialised again under it",
            true,
            null);
      }
      for (CryptokiModule module : live) {
        module.gate().lose();
      }
      for (CryptokiModule module : live) {
        if (!retire(module, DRAIN)) {
          throw new RestartRequiredException(
              "A thread hangs inside the PKCS#11 module, so it can't be initialised again", null);
        }
      }
      finalizeQuietly();
      initialize();
    } finally {
      lock.unlock();
    }
  }

  private boolean lockWithin(Duration time) {
    try {
      return lock.tryLock(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return lock.tryLock();
    }
  }

  private void finalizeQuietly() {
    if (initialized) {
      try {
        finish(cryptoki);
      } catch (CryptokiException e) {
        LOG.debug("Before it was initialised again the module said: {}", e.getMessage());
      }
      initialized = false;
    }
  }

  private void initialize() throws CryptokiException {
    try {
      cryptoki.C_Initialize(args);
    } catch (CryptokiException e) {
      if (!e.is(Ckr.CRYPTOKI_ALREADY_INITIALIZED)) {
        throw e;
      }
      LOG.warn(
          "Somebody else of this process has initialised the PKCS#11 module that is Kekkai's alone"
              + " (sharing = exclusive); it is used as it is");
    }
    initialized = true;
    initialization.incrementAndGet();
  }

  /** Nobody gets in any more, and C_Finalize is called where we own the module. */
  void close() {
    if (!lockWithin(QUIESCE)) {
      LOG.warn("The PKCS#11 module is just being initialised, and hangs; C_Finalize is left out");
      return;
    }
    closed = true;
    try {
      long end = System.nanoTime() + QUIESCE.toNanos();
      live.forEach(module -> module.gate().close());
      for (CryptokiModule module : live) {
        if (!module.gate().drain(Math.max(1, end - System.nanoTime()))) {
          LOG.warn(
              "A thread is still inside the PKCS#11 module after {} s; C_Finalize is left out",
              QUIESCE.toSeconds());
          return;
        }
      }
      if (mayReinitialize() && finalizeOnClose && initialized) {
        finish(cryptoki);
      }
    } catch (CryptokiException e) {
      LOG.warn("The PKCS#11 module did not finalise cleanly: {}", e.getMessage());
    } finally {
      lock.unlock();
    }
  }
}
