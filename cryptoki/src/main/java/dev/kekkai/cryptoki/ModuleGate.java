package dev.kekkai.cryptoki;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The in-module guard: C_Finalize while a thread is inside the module crashes the process (measured
 * on SoftHSM2), so it waits here until nobody is.
 *
 * <p>Each session has a {@link Pass} of its own, so threads that work on different sessions share
 * no written memory. Safety rests on one order: a thread first marks its pass, then looks whether
 * the gate is closed; the closer first closes the gate, then looks at the passes. Both are
 * volatile, so at least one of the two sees the other.
 */
final class ModuleGate {
  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private final Set<Pass> passes = ConcurrentHashMap.newKeySet();
  private volatile State state = State.OPEN;

  private enum State {
    OPEN,
    LOST,
    CLOSED
  }

  Pass newPass() {
    Pass pass = new Pass();
    passes.add(pass);
    return pass;
  }

  /** Lets nobody in any more, because the user closes it. Does not wait. */
  void close() {
    state = State.CLOSED;
  }

  /** Lets nobody in any more, because another incarnation is to follow. Does not wait. */
  void lose() {
    if (state == State.OPEN) {
      state = State.LOST;
    }
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  /**
   * Waits until everybody is out.
   *
   * @return false when somebody was still inside at the end of the time
   */
  boolean drain(long timeoutNanos) {
    long start = System.nanoTime();
    while (passes.stream().anyMatch(p -> p.inside.get())) {
      if (System.nanoTime() - start > timeoutNanos) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  /** The right of one thread at a time to be inside the module. */
  final class Pass {
    private final AtomicBoolean inside = new AtomicBoolean();

    private Pass() {}

    void enter() throws TokenException {
      inside.set(true);
      if (state != State.OPEN) {
        inside.set(false);
        throw refused();
      }
    }

    private TokenException refused() {
      return state == State.LOST
          ? new ConnectionLostException()
          : new TokenException("The PKCS#11 module has been closed", false, null);
    }

    /** What was done inside comes before it; nothing has to wait until the closer sees it. */
    void exit() {
      inside.setRelease(false);
    }

    void discard() {
      passes.remove(this);
    }
  }
}
