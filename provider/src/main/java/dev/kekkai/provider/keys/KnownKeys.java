package dev.kekkai.provider.keys;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys on the token that were found and passed the rules, each with the time when the token last
 * said that its handle means it. The key's attributes can't change since (CKA_MODIFIABLE), but it
 * may be destroyed, and its handle's number given to another. Thread-safe.
 */
final class KnownKeys {
  /**
   * How long an answer of the token is believed. Asking costs more than wrapping itself: SoftHSM2
   * and NSS read a token object from its file or database each time.
   */
  static final Duration BELIEVED = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;
  private final Map<KekRef, Seen> keys = new ConcurrentHashMap<>();

  /** All that there ever were. */
  private final Set<KekRef> met = ConcurrentHashMap.newKeySet();

  /** With a clock like {@link System#nanoTime()}. */
  KnownKeys(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Nullable TokenKey get(KekRef ref) {
    Seen seen = keys.get(ref);
    return seen == null ? null : seen.key();
  }

  /** The key, if the token confirmed it in this incarnation within {@link #BELIEVED}. */
  @Nullable TokenKey believed(KekRef ref, long incarnation) {
    Seen seen = keys.get(ref);
    return seen != null
            && seen.key().object().incarnation() == incarnation
            && nanoTime.getAsLong() - seen.nanos() < BELIEVED.toNanos()
        ? seen.key()
        : null;
  }

  /** Now, as the clock has it; to be asked before the token is. */
  long now() {
    return nanoTime.getAsLong();
  }

  /** The token has confirmed the key when it was asked at that time. */
  void confirmed(TokenKey key, long nanos) {
    met.add(key.ref());
    keys.put(key.ref(), new Seen(key, nanos));
  }

  /** Whether the token ever had the key, forgotten or not. */
  boolean hasMet(KekRef ref) {
    return met.contains(ref);
  }

  /** Whether the token ever had a version of the key. */
  boolean hasMet(String name) {
    return met.stream().anyMatch(ref -> ref.name().equals(name));
  }

  void forget(KekRef ref) {
    keys.remove(ref);
  }

  private record Seen(TokenKey key, long nanos) {}
}
