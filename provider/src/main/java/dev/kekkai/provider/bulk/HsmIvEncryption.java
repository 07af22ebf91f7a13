package dev.kekkai.provider.bulk;

import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Encryptions whose IVs the module makes. Two messages under one IV would give both away, so what a
 * module shows to be no IV of its own making is not handed out: zeros, or the one before. (SoftHSM2
 * encrypts under zeros where it is given no IV.) Thread-safe.
 */
final class HsmIvEncryption {
  /** Room for the longest IV and more, so that one of another length than expected is told. */
  private static final int MOST_BEYOND = 64;

  private final Token token;
  private final ObjectHandle dek;
  private final HsmGcm gcm;

  /** Of the last encryption that ended, by whatever thread. */
  private byte @Nullable [] last;

  HsmIvEncryption(Token token, ObjectHandle dek, HsmGcm gcm) {
    this.token = token;
    this.dek = dek;
    this.gcm = gcm;
  }

  /** Writes the IV to {@code iv}, and ciphertext and tag to {@code out}; how many bytes of them. */
  int encrypt(
      byte[] iv, byte[] aad, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws TokenException {
    byte[] zeros = new byte[gcm.ivBytes()];
    Mechanism mechanism = gcm.withHsmIv(zeros, aad);
    int sealed = inLength + BulkKey.TAG_BYTES;
    int expected = sealed + gcm.ivBytesInOutput();
    byte[] output = new byte[sealed + MOST_BEYOND];
    int length =
        gcm.fitsInOneCall(inLength)
            ? token.with(s -> s.encrypt(mechanism, dek, in, inOffset, inLength, output, 0))
            : token.with(
                s ->
                    s.encryptInParts(
                        mechanism, dek, in, inOffset, inLength, gcm.maxBytes(), output, 0));
    if (length != expected) {
      throw wrong(String.format(Locale.ROOT, "wrote %d bytes instead of %d", length, expected));
    }
    int from = gcm.isPrefixed() ? expected - sealed : 0;
    byte[] made = zeros;
    if (gcm.ivBytesInOutput() > 0) {
      int at = gcm.isPrefixed() ? 0 : sealed;
      made = Arrays.copyOfRange(output, at, at + gcm.ivBytesInOutput());
    }
    requireNew(made);
    System.arraycopy(made, 0, iv, 0, made.length);
    System.arraycopy(output, from, out, outOffset, sealed);
    return sealed;
  }

  /** One at a time: of two threads that are given the same IV, one is refused. */
  private synchronized void requireNew(byte[] made) throws TokenException {
    if (Arrays.equals(made, new byte[made.length])) {
      throw wrong("made no IV: there are zeros where it should be");
    }
    if (Arrays.equals(made, last)) {
      throw wrong("made the same IV twice in a row");
    }
    last = made;
  }

  private TokenException wrong(String what) {
    return HsmGcm.refused(
        gcm.profile(),
        what
            + " when it encrypted, so it does not make and return its IVs as the profile has it."
            + " Nothing was handed out: run kekkai doctor --suggest-profile FILE, and use this DEK"
            + " no more");
  }
}
