package dev.kekkai.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Opened values, kept for a while so that the same item need not be opened twice: bounded in
 * number, bytes and age, the least recently used going first, wiped when they go. Thread-safe.
 *
 * <p>It costs part of what the key server is for, so there is none unless one is given to {@link
 * KeyServerClientBuilder#cache}: plaintexts lie in this process's memory for longer, the audit log
 * has an item's first use only, quotas and alarms don't see the others, and a suspended client
 * reads on what it has, all of it for up to the greatest age.
 */
public final class OpenedCache implements AutoCloseable {

  private final int maxEntries;
  private final long maxBytes;
  private final Duration maxAge;
  private final LongSupplier nanoTime;
  private final Map<ByteBuffer, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private boolean closed;

  private record Entry(Opened opened, long putAt) {}

  /**
   * A cache.
   *
   * @param maxEntries the most values, 1 or more
   * @param maxBytes the most bytes of plaintext, all values together, 1 or more; a longer value is
   *     not kept
   * @param maxAge how long a value is given out; it is wiped soon after
   * @throws IllegalArgumentException when one of them is not positive
   */
  public OpenedCache(int maxEntries, long maxBytes, Duration maxAge) {
    this(maxEntries, maxBytes, maxAge, System::nanoTime);
  }

  OpenedCache(int maxEntries, long maxBytes, Duration maxAge, LongSupplier nanoTime) {
    if (maxEntries < 1 || maxBytes < 1 || maxAge.isZero() || maxAge.isNegative()) {
      throw new IllegalArgumentException("A cache needs room for at least one byte, for some time");
    }
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
    this.maxAge = maxAge;
    this.nanoTime = nanoTime;
  }

  Duration maxAge() {
    return maxAge;
  }

  /** A copy, which is the caller's; null when there is none. */
  @Nullable Opened get(OpenRequest request) {
    ByteBuffer key = key(request);
    synchronized (this) {
      Entry entry = entries.get(key);
      if (entry == null) {
        return null;
      }
      if (isOver(entry)) {
        entries.remove(key);
        drop(entry);
        return null;
      }
      return copy(entry.opened());
    }
  }

  /** Keeps a copy. */
  void put(OpenRequest request, Opened opened) {
    if (opened.plaintext().length > maxBytes) {
      return;
    }
    ByteBuffer key = key(request);
    synchronized (this) {
      if (closed) {
        return;
      }
      Entry before = entries.put(key, new Entry(copy(opened), nanoTime.getAsLong()));
      bytes += opened.plaintext().length;
      if (before != null) {
        drop(before);
      }
      Iterator<Entry> eldest = entries.values().iterator();
      while (entries.size() > maxEntries || bytes > maxBytes) {
        Entry gone = eldest.next();
        eldest.remove();
        drop(gone);
      }
    }
  }

  /** Wipes what is over age. Called from time to time, so that unused values go too. */
  synchronized void sweep() {
    entries
        .values()
        .removeIf(
            entry -> {
              boolean over = isOver(entry);
              if (over) {
                drop(entry);
              }
              return over;
            });
  }

  /**
   * How many values there are, those over age included that were not wiped yet.
   *
   * @return zero or more
   */
  public synchronized int size() {
    return entries.size();
  }

  /** Wipes all values. What is put in afterwards is not kept. */
  @Override
  public synchronized void close() {
    closed = true;
    entries.values().forEach(this::drop);
    entries.clear();
  }

  private boolean isOver(Entry entry) {
    return nanoTime.getAsLong() - entry.putAt() >= maxAge.toNanos();
  }

  private void drop(Entry entry) {
    bytes -= entry.opened().plaintext().length;
    entry.opened().close();
  }

  private static Opened copy(Opened opened) {
    return new Opened(opened.plaintext().clone(), opened.kek(), opened.isStale());
  }

  /** SHA-256 of item and context, each with its length, so that the cache holds neither. */
  private static ByteBuffer key(OpenRequest request) {
    MessageDigest sha256 = sha256();
    update(sha256, request.item());
    request.context().parts().forEach(part -> update(sha256, part));
    return ByteBuffer.wrap(sha256.digest());
  }

  private static void update(MessageDigest digest, String part) {
    byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).flip());
    digest.update(utf8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
