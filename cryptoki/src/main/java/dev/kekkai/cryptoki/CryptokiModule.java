package dev.kekkai.cryptoki;

import java.util.concurrent.atomic.AtomicLong;

/**
 * One incarnation of a loaded module, as one token sees it: from C_Initialize, or from the moment
 * that all sessions were lost, until the next of these. Nothing of one incarnation is of any use in
 * another: modules give the numbers of handles out again. Thread-safe.
 */
final class CryptokiModule {
  /**
   * Never repeats within a process, so that no handle of an earlier incarnation fits a later one.
   */
  private static final AtomicLong INCARNATIONS = new AtomicLong();

  private static final long NO_SLOT = -1;

  private final ModuleHost host;
  private final Runnable suspicion;
  private final long incarnation = INCARNATIONS.incrementAndGet();
  private final long initialization;
  private final ModuleGate gate = new ModuleGate();

  /** Where its sessions are; unknown before there are any. */
  private volatile long slot = NO_SLOT;

  CryptokiModule(ModuleHost host, Runnable suspicion) {
    this.host = host;
    this.suspicion = suspicion;
    this.initialization = host.initialization();
  }

  /** Asks the token whose incarnation this is to look whether it is still there. */
  void suspect() {
    suspicion.run();
  }

  ModuleHost host() {
    return host;
  }

  /** The latest incarnation of any module; those to come have greater numbers. */
  static long latest() {
    return INCARNATIONS.get();
  }

  /** From now on sessions are opened in this slot. */
  void use(long ofToken) {
    slot = ofToken;
  }

  boolean uses(long ofToken) {
    return slot == ofToken;
  }

  /** The C_Initialize it comes from, by {@link ModuleHost#initialization()}. */
  long initialization() {
    return initialization;
  }

  long incarnation() {
    return incarnation;
  }

  Cryptoki cryptoki() {
    return host.cryptoki();
  }

  ModuleGate gate() {
    return gate;
  }

  /** Runs a call that needs no session. */
  <T> T call(Call<T> call) throws TokenException {
    ModuleGate.Pass pass = gate.newPass();
    try {
      pass.enter();
      Cryptoki own = cryptoki().forSession();
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

  /** A call on the seam. */
  interface Call<T> {
    T on(Cryptoki cryptoki) throws CryptokiException;
  }
}
