package dev.kekkai.dekstore;

import dev.kekkai.provider.keys.DekHandle;

/**
 * A stored DEK, materialised.
 *
 * @param row what the store said of it last; a rotation may have wrapped it anew since the handle
 *     was opened
 * @param handle the DEK
 * @param readNanos when the row was read, {@link System#nanoTime()}
 */
record OpenDek(DekRecord row, DekHandle handle, long readNanos) {

  OpenDek(DekRecord row, DekHandle handle) {
    this(row, handle, System.nanoTime());
  }

  /** A DEK materialised this long ago is unwrapped again, so a row this old is read again. */
  boolean isStale() {
    return System.nanoTime() - readNanos >= handle.policy().maxAge().toNanos();
  }
}
