package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.TokenException;
import java.util.Arrays;

/**
 * How a throw-away key encrypts with AES-GCM here.
 *
 * @param key the key
 * @param mechanism with parameters that the module takes
 */
record GcmWay(KnownKey key, Mechanism mechanism) {
  static final int SPEED_BYTES = 1024;

  /** Room for a tag, and for an IV before or after it. */
  private static final int EXTRA = 64;

  /** All of C_Encrypt's output. */
  byte[] encrypt(Session session, byte[] plain) throws TokenException {
    byte[] out = new byte[plain.length + EXTRA];
    int length = session.encrypt(mechanism, key.handle(), plain, 0, plain.length, out, 0);
    return Arrays.copyOf(out, length);
  }

  Object encryptSample(Session session) throws TokenException {
    byte[] in = new byte[SPEED_BYTES];
    return session.encrypt(
        mechanism, key.handle(), in, 0, in.length, new byte[SPEED_BYTES + EXTRA], 0);
  }
}
