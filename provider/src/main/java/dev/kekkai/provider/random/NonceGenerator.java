package dev.kekkai.provider.random;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Nonces of 96 bits, a block of them at a time out of a {@link CtrDrbg} that is reseeded for each
 * block. A block ends with its last nonce or with its epoch. What was handed out is erased here.
 * Not thread-safe.
 */
final class NonceGenerator {
  /** Length of a nonce in bytes. */
  static final int NONCE_BYTES = 12;

  /** Nonces between two seeds from the operating system. */
  static final int NONCES = 256;

  private static final int USABLE = NONCES * NONCE_BYTES;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final SeedSource source;
  private final Epoch epochs;
  private final CtrDrbg drbg;
  private final byte[] block = new byte[USABLE + CtrDrbg.SEED_BYTES];
  private int next = USABLE;
  private int epoch;

  NonceGenerator(SeedSource source, Epoch epochs) {
    this.source = source;
    this.epochs = epochs;
    byte[] seed = source.seed(CtrDrbg.SEED_BYTES);
    this.drbg = new CtrDrbg(seed);
    Arrays.fill(seed, (byte) 0);
  }

  /** Writes a nonce to the first 12 bytes. */
  void next(byte[] nonce) {
    if (next == USABLE || epoch != epochs.now()) {
      refill();
    }
    int at = next;
    next = at + NONCE_BYTES;
    LONGS.set(nonce, 0, (long) LONGS.get(block, at));
    INTS.set(nonce, Long.BYTES, (int) INTS.get(block, at + Long.BYTES));
    LONGS.set(block, at, 0L);
    INTS.set(block, at + Long.BYTES, 0);
  }

  /** When anything fails on the way, the old block is gone and the next call comes here again. */
  private void refill() {
    next = USABLE;
    Arrays.fill(block, (byte) 0);
    int began = epochs.begin();
    byte[] seed = source.seed(CtrDrbg.SEED_BYTES);
    drbg.reseed(seed);
    Arrays.fill(seed, (byte) 0);
    drbg.generate(block);
    epoch = began;
    next = 0;
  }
}
