package dev.kekkai.provider.keys;

import org.jspecify.annotations.Nullable;

/**
 * The materialisation a handle has now. It stands apart from the handle, so that the JVM's cleaner
 * can retire it once the handle itself is gone: JCA code seldom destroys its keys, and objects in a
 * token would pile up.
 */
final class CurrentKey implements Runnable {
  private volatile @Nullable Materialisation current;

  @Nullable Materialisation get() {
    return current;
  }

  /** Puts another one in place; the old one is wiped when its last user leaves. */
  void replace(@Nullable Materialisation fresh) {
    Materialisation old;
    synchronized (this) {
      old = current;
      current = fresh;
    }
    if (old != null) {
      old.retire();
    }
  }

  /** For the cleaner: nobody has the handle any more. */
  @Override
  public void run() {
    replace(null);
  }
}
