package dev.kekkai.provider.bulk;

import javax.crypto.spec.GCMParameterSpec;

/**
 * Parameters that give out the caller's IV itself and serve one message after another: an ordinary
 * GCMParameterSpec copies the IV when it is made and again when it is read. Only for a provider
 * that does not write into what it reads. Not thread-safe.
 */
final class IvSpec extends GCMParameterSpec {
  private static final int TAG_BITS = BulkKey.TAG_BYTES * Byte.SIZE;

  private byte[] current = new byte[0];

  IvSpec() {
    super(TAG_BITS, new byte[0]);
  }

  IvSpec with(byte[] iv) {
    current = iv;
    return this;
  }

  /** The IV, not a copy. */
  @Override
  public byte[] getIV() {
    return current;
  }

  static GCMParameterSpec copyOf(byte[] iv) {
    return new GCMParameterSpec(TAG_BITS, iv);
  }
}
