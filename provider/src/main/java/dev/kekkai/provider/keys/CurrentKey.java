package dev.kekkai.provider.keys;

import dev.kekkai.provider.concurrent.DaemonTimer;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The materialisation a handle has now, and the timer that ends it. It stands apart from the
 * handle, so that the JVM's cleaner can retire it once the handle itself is gone (JCA code seldom
 * destroys its keys, and objects in a token would pile up), and the provider when it is closed.
 * Neither the timer nor the provider holds the handle.
 */
final class CurrentKey implements Runnable {
  private final Set<CurrentKey> open;
  private volatile @Nullable Materialisation current;
  private @Nullable Future<?> timer;
  private boolean ended;

  /** Takes its place among the open ones, and leaves it when it ends. */
  CurrentKey(Set<CurrentKey> open) {
    this.open = open;
    open.add(this);
  }

  @Nullable Materialisation get() {
    return current;
  }

  /**
   * Puts one in place, until it is of age; the old one is wiped when its last user leaves. False,
   * and the new one is retired, when all this has ended.
   */
  boolean replace(Materialisation fresh) {
    boolean placed = false;
    try {
      placed = put(fresh);
    } finally {
      if (!placed) {
        fresh.retire();
      }
    }
    return placed;
  }

  private boolean put(Materialisation fresh) {
    Materialisation gone;
    synchronized (this) {
      if (ended) {
        return false;
      }
      long nanos = fresh.nanosLeft(System.nanoTime());
      Future<?> ageing = DaemonTimer.after(nanos, () -> endOfAge(fresh));
      gone = take();
      timer = ageing;
      current = fresh;
    }
    if (gone != null) {
      gone.retire();
    }
    return true;
  }

  /** Ends this materialisation, unless another one has taken its place. */
  void endOfAge(Materialisation old) {
    synchronized (this) {
      if (current == old) {
        take();
      }
    }
    old.retire();
  }

  /** Ends it for good: nobody has the handle any more, it was closed, or its provider was. */
  @Override
  public void run() {
    Materialisation last;
    synchronized (this) {
      ended = true;
      last = take();
    }
    open.remove(this);
    if (last != null) {
      last.retire();
    }
  }

  /** Leaves the place empty; under the monitor. */
  private @Nullable Materialisation take() {
    Materialisation last = current;
    current = null;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    return last;
  }
}
