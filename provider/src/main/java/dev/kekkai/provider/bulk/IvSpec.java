package dev.kekkai.provider.bulk;

import javax.crypto.spec.GCMParameterSpec;

/**
 * Parameters that serve one message after another and give out the IV itself: an ordinary
 * GCMParameterSpec copies it when it is made and again when it is read. Two arrays take turns, so
 * that a provider that remembers the last IV still sees it as it was. Only for a provider that does
 * not write into what it reads, and for one direction: it remembers an IV of encryptions only. Not
 * thread-safe.
 */
final class IvSpec extends GCMParameterSpec {
  private static final int TAG_BITS = BulkKey.TAG_BYTES * Byte.SIZE;

  private final Iv even = new Iv();
  private final Iv odd = new Iv();
  private boolean isOdd;

  IvSpec() {
    super(TAG_BITS, new byte[0]);
  }

  /** Takes the IV of the next message, 12 bytes. */
  IvSpec next(byte[] iv) {
    isOdd = !isOdd;
    current().set(iv);
    return this;
  }

  private Iv current() {
    return isOdd ? odd : even;
  }

  /** The IV, not a copy. */
  @Override
  public byte[] getIV() {
    return current().bytes();
  }

  static GCMParameterSpec copyOf(byte[] iv) {
    return new GCMParameterSpec(TAG_BITS, iv);
  }
}
