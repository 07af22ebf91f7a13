package dev.kekkai.cli.probe;

import dev.kekkai.config.profile.IvReturn;
import dev.kekkai.config.profile.IvSource;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.TokenException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A way to encrypt with AES-GCM under a throw-away key.
 *
 * @param key the key
 * @param number the CKM number
 * @param source whose IV is asked for
 * @param room for an IV of the module's: bytes that pIv points to; 0 for a null pIv
 * @param ivBits ulIvBits
 */
record GcmWay(KnownKey key, long number, IvSource source, int room, int ivBits) {
  static final int SPEED_BYTES = 1024;

  private static final byte[] AAD = {'k', 'e', 'k', 'k', 'a', 'i'};
  private static final byte[] CALLERS_IV = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  /** Room for a tag, and for an IV before or after it. */
  private static final int EXTRA = 64;

  /** With a new place for an IV, since the module may write to it. */
  Mechanism mechanism() {
    return source == IvSource.CALLER
        ? new Mechanism.Gcm(number, CALLERS_IV.clone(), ivBits, AAD, GcmSample.TAG_BITS)
        : new Mechanism.GcmHsmIv(number, new byte[room], ivBits, AAD, GcmSample.TAG_BITS);
  }

  /** All of C_Encrypt's output, understood; empty where it can't be. */
  Optional<GcmAnswer> encrypt(Session session, byte[] plain) throws TokenException {
    Mechanism mechanism = mechanism();
    byte[] out = new byte[plain.length + EXTRA];
    int length = session.encrypt(mechanism, key.handle(), plain, 0, plain.length, out, 0);
    return understood(mechanism, plain, Arrays.copyOf(out, length));
  }

  /** The same by C_EncryptUpdate and C_EncryptFinal. */
  Optional<GcmAnswer> encryptInParts(Session session, byte[] plain, int part)
      throws TokenException {
    Mechanism mechanism = mechanism();
    byte[] out = new byte[plain.length + EXTRA];
    int length =
        session.encryptInParts(mechanism, key.handle(), plain, 0, plain.length, part, out, 0);
    return understood(mechanism, plain, Arrays.copyOf(out, length));
  }

  private Optional<GcmAnswer> understood(Mechanism mechanism, byte[] plain, byte[] out) {
    return mechanism instanceof Mechanism.GcmHsmIv hsm
        ? GcmAnswer.written(key.value(), hsm.iv(), AAD, plain, out)
        : GcmAnswer.of(key.value(), CALLERS_IV, AAD, plain, out);
  }

  /** What was encrypted, decrypted. */
  byte[] decrypt(Session session, GcmAnswer answer) throws TokenException {
    byte[] in = input(answer);
    byte[] out = new byte[in.length];
    int length = session.decrypt(opening(answer), key.handle(), in, 0, in.length, out, 0);
    return Arrays.copyOf(out, length);
  }

  /** The same by C_DecryptUpdate and C_DecryptFinal. */
  byte[] decryptInParts(Session session, GcmAnswer answer, int part) throws TokenException {
    byte[] in = input(answer);
    byte[] out = new byte[in.length];
    int length =
        session.decryptInParts(opening(answer), key.handle(), in, 0, in.length, part, out, 0);
    return Arrays.copyOf(out, length);
  }

  private Mechanism opening(GcmAnswer answer) {
    return answer.place() == IvReturn.PREFIX
        ? new Mechanism.GcmHsmIv(number, new byte[0], 0, AAD, GcmSample.TAG_BITS)
        : new Mechanism.Gcm(number, answer.iv(), AAD, GcmSample.TAG_BITS);
  }

  private static byte[] input(GcmAnswer answer) {
    if (answer.place() != IvReturn.PREFIX) {
      return answer.sealed();
    }
    byte[] in = Arrays.copyOf(answer.iv(), answer.iv().length + answer.sealed().length);
    System.arraycopy(answer.sealed(), 0, in, answer.iv().length, answer.sealed().length);
    return in;
  }

  Object encryptSample(Session session) throws TokenException {
    byte[] in = new byte[SPEED_BYTES];
    byte[] out = new byte[SPEED_BYTES + EXTRA];
    return session.encrypt(mechanism(), key.handle(), in, 0, in.length, out, 0);
  }
}
