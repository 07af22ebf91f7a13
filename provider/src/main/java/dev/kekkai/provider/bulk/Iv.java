package dev.kekkai.provider.bulk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 12-byte IV in an array of one's own, written over again and again: moving it as a long and an
 * int costs a tenth of what copying, comparing and throwing away arrays costs. Not thread-safe.
 */
public final class Iv {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final byte[] bytes = new byte[BulkKey.IV_BYTES];

  /** Twelve zeros. */
  public Iv() {}

  /**
   * Takes another value.
   *
   * @param iv at least 12 bytes, of which the first 12 are copied
   */
  public void set(byte[] iv) {
    LONGS.set(bytes, 0, (long) LONGS.get(iv, 0));
    INTS.set(bytes, Long.BYTES, (int) INTS.get(iv, Long.BYTES));
  }

  /**
   * Whether the values are the same.
   *
   * @param iv at least 12 bytes, of which the first 12 count
   * @return whether they are this IV
   */
  public boolean is(byte[] iv) {
    return (long) LONGS.get(bytes, 0) == (long) LONGS.get(iv, 0)
        && (int) INTS.get(bytes, Long.BYTES) == (int) INTS.get(iv, Long.BYTES);
  }

  /**
   * The array itself.
   *
   * @return 12 bytes, which are this IV
   */
  public byte[] bytes() {
    return bytes;
  }
}
