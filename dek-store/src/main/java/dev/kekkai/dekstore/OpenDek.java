package dev.kekkai.dekstore;

import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekKey;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored DEK, materialised.
 *
 * @param row what the store said of it last; a rotation may have wrapped it anew since the handle
 *     was opened
 * @param key the DEK as JCA takes it
 * @param staleNanos when the row is to be read again before it encrypts, {@link System#nanoTime()}
 * @param askNanos when the row is to be read again before it decrypts
 * @param nextLease how many uses to take from its budget next
 * @param mark says whether it was used of late
 */
record OpenDek(
    DekRecord row, DekKey key, long staleNanos, long askNanos, long nextLease, Mark mark) {
  /** What a process takes first; one that lives on takes twice as many each time. */
  static final long FIRST_LEASE = 1024;

  /** For the cache, which drops what was not used between two looks. */
  static final class Mark {
    private volatile boolean used = true;

    /** Written only when it changes: threads that share a DEK share this, too. */
    void use() {
      if (!used) {
        used = true;
      }
    }

    boolean clear() {
      boolean was = used;
      used = false;
      return was;
    }
  }

  /** Opened now from a row read now. */
  static OpenDek of(DekRecord row, DekKey key, Duration cryptoperiod, long nextLease) {
    return readNow(row, key, cryptoperiod, nextLease, new Mark());
  }

  /** The same with a row read now. */
  OpenDek with(DekRecord fresh, Duration cryptoperiod, long lease) {
    return readNow(fresh, key, cryptoperiod, lease, mark);
  }

  private static OpenDek readNow(
      DekRecord row, DekKey key, Duration cryptoperiod, long lease, Mark mark) {
    long stale = staleNanos(row, key.handle(), cryptoperiod);
    return new OpenDek(row, key, stale, nanosFromNow(maxAge(key)), lease, mark);
  }

  /** The same, but whoever decrypts need not ask for so long, {@code dek.max-age} at most. */
  OpenDek notAskedFor(Duration pause) {
    Duration wait = pause.compareTo(maxAge(key)) < 0 ? pause : maxAge(key);
    return new OpenDek(row, key, staleNanos, nanosFromNow(wait), nextLease, mark);
  }

  private static Duration maxAge(DekKey key) {
    return key.handle().policy().maxAge();
  }

  private static long nanosFromNow(Duration wait) {
    return System.nanoTime() + wait.toNanos();
  }

  DekHandle handle() {
    return key.handle();
  }

  /**
   * A DEK materialised as long ago as {@code dek.max-age} is unwrapped again, so a row this old is
   * read again; and sooner when its cryptoperiod ends before.
   */
  private static long staleNanos(DekRecord row, DekHandle handle, Duration cryptoperiod) {
    Duration left = handle.policy().maxAge();
    if (row.state().encrypts()) {
      Duration active = Duration.between(Instant.now(), end(row, cryptoperiod));
      left = active.isNegative() ? Duration.ZERO : active.compareTo(left) < 0 ? active : left;
    }
    return nanosFromNow(left);
  }

  boolean isStale() {
    return isStale(System.nanoTime());
  }

  /** The same for who has looked at the clock already: that costs as much as a tenth of AES. */
  boolean isStale(long nanoTime) {
    return nanoTime - staleNanos >= 0;
  }

  /** Whether it is time to ask if it still decrypts. */
  boolean isToBeAsked(long nanoTime) {
    return nanoTime - askNanos >= 0;
  }

  /** Whether the row has encrypted for as long as it may. */
  static boolean isOver(DekRecord row, Duration cryptoperiod) {
    return !Instant.now().isBefore(end(row, cryptoperiod));
  }

  private static Instant end(DekRecord row, Duration cryptoperiod) {
    @Nullable Instant activated = row.dates().activated();
    return (activated == null ? row.createdAt() : activated).plus(cryptoperiod);
  }
}
