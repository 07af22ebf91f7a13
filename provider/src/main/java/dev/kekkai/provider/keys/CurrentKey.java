package dev.kekkai.provider.keys;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The materialisation a handle has now. It stands apart from the handle, so that the JVM's cleaner
 * can retire it once the handle itself is gone (JCA code seldom destroys its keys, and objects in a
 * token would pile up), and the provider when it is closed.
 */
final class CurrentKey implements Runnable {
  private final Set<CurrentKey> open;
  private volatile @Nullable Materialisation current;
  private boolean ended;

  /** Takes its place among the open ones, and leaves it when it ends. */
  CurrentKey(Set<CurrentKey> open) {
    this.open = open;
    open.add(this);
  }

  @Nullable Materialisation get() {
    return current;
  }

  /** Puts another one in place; the old one is wiped when its last user leaves. */
  void replace(@Nullable Materialisation fresh) {
    Materialisation gone;
    synchronized (this) {
      gone = ended ? fresh : current;
      current = ended ? null : fresh;
    }
    if (gone != null) {
      gone.retire();
    }
  }

  /** Ends it for good: nobody has the handle any more, it was closed, or its provider was. */
  @Override
  public void run() {
    Materialisation last;
    synchronized (this) {
      ended = true;
      last = current;
      current = null;
    }
    open.remove(this);
    if (last != null) {
      last.retire();
    }
  }
}
