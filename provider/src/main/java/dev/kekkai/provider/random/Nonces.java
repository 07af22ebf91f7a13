package dev.kekkai.provider.random;

import dev.kekkai.provider.concurrent.Lane;
import dev.kekkai.provider.concurrent.Lanes;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Random nonces (SP 800-38D, section 8.2.2). A generator that a caller hands in would decide over
 * the security of every message under a key, so there is none to hand in. Generators stand in lanes
 * and not in threads: virtual threads are many and short-lived. Thread-safe.
 */
public final class Nonces {
  private static final Nonces SHARED = new Nonces(new OsSeed(), new Seconds());

  private final SeedSource source;
  private final Epoch epochs;
  private final AtomicReferenceArray<@Nullable NonceLane> lanes =
      new AtomicReferenceArray<>(Lanes.COUNT);

  Nonces(SeedSource source, Epoch epochs) {
    this.source = source;
    this.epochs = epochs;
  }

  /**
   * Writes a fresh nonce.
   *
   * @param nonce at least 12 bytes, of which the first 12 are written
   * @throws java.security.ProviderException when the operating system gives no entropy
   */
  public static void fill(byte[] nonce) {
    SHARED.next(nonce);
  }

  void next(byte[] nonce) {
    for (int i = 0; i < Lanes.COUNT; i++) {
      NonceLane lane = entered(Lanes.at(i));
      if (lane != null) {
        try {
          lane.generator().next(nonce);
          return;
        } finally {
          lane.lane().leaveForNext();
        }
      }
    }
    // All lanes are taken: from the source itself, which is slower and no less good.
    System.arraycopy(
        source.seed(NonceGenerator.NONCE_BYTES), 0, nonce, 0, NonceGenerator.NONCE_BYTES);
  }

  private @Nullable NonceLane entered(int at) {
    NonceLane lane = lanes.get(at);
    if (lane != null) {
      return lane.lane().enter() ? lane : null;
    }
    NonceLane fresh = new NonceLane(new Lane(true), new NonceGenerator(source, epochs));
    return lanes.compareAndSet(at, null, fresh) ? fresh : null;
  }

  private record NonceLane(Lane lane, NonceGenerator generator) {}
}
