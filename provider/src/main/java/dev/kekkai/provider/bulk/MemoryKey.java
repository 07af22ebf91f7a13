package dev.kekkai.provider.bulk;

import java.io.NotSerializableException;
import java.io.ObjectStreamException;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A key's bytes in memory, which can be wiped: those of a {@code SecretKeySpec} lie in the heap
 * until the collector writes over them. Copies are given out for each initialisation of a Cipher,
 * which SunJCE wipes when the next key comes. Thread-safe.
 */
final class MemoryKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  private final String algorithm;
  private final transient byte[] value;
  private transient volatile boolean destroyed;

  /** A DEK; copies the array. */
  MemoryKey(byte[] value) {
    this("AES", value);
  }

  /** Copies the array. */
  MemoryKey(String algorithm, byte[] value) {
    this.algorithm = algorithm;
    this.value = value.clone();
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    byte[] copy = value.clone();
    VarHandle.acquireFence(); // what follows is read after the copy: nobody gets zeros for a key
    if (destroyed) {
      Arrays.fill(copy, (byte) 0);
      throw new IllegalStateException("This key has been wiped");
    }
    return copy;
  }

  @Override
  public void destroy() {
    destroyed = true;
    VarHandle.fullFence(); // and this is written before the zeros
    Arrays.fill(value, (byte) 0);
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public String toString() {
    return "a key in memory";
  }

  private Object writeReplace() throws ObjectStreamException {
    throw new NotSerializableException("A key does not serialise");
  }
}
