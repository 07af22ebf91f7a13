package dev.kekkai.formats.envelope;

import java.io.NotSerializableException;
import java.io.ObjectStreamException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKey;

/**
 * An AES-256 key in memory that can be wiped, with every copy it has given out: a provider keeps
 * the array from {@code getEncoded()} as long as it likes, and a {@code SecretKeySpec} can't be
 * wiped at all. For one thread at a time.
 */
final class WipeableKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final transient byte[] value;
  private final transient List<byte[]> copies = new ArrayList<>();
  private transient boolean destroyed;

  /** Takes the array over. */
  WipeableKey(byte[] value) {
    this.value = value;
  }

  static WipeableKey random() {
    return new WipeableKey(randomBytes(SealedEnvelope.DEK_BYTES));
  }

  static byte[] randomBytes(int length) {
    byte[] value = new byte[length];
    RANDOM.nextBytes(value);
    return value;
  }

  @Override
  public String getAlgorithm() {
    return "AES";
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    if (destroyed) {
      throw new IllegalStateException("This key has been wiped");
    }
    byte[] copy = value.clone();
    copies.add(copy);
    return copy;
  }

  @Override
  public void destroy() {
    destroyed = true;
    Arrays.fill(value, (byte) 0);
    for (byte[] copy : copies) {
      Arrays.fill(copy, (byte) 0);
    }
    copies.clear();
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public String toString() {
    return "an AES key in memory";
  }

  private Object writeReplace() throws ObjectStreamException {
    throw new NotSerializableException("The key of an envelope does not serialise");
  }
}
