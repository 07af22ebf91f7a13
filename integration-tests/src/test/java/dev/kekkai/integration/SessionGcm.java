package dev.kekkai.integration;

import dev.kekkai.config.profile.Gcm;
import dev.kekkai.config.profile.IvReturn;
import dev.kekkai.config.profile.IvSource;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.matrix.NotSupported;
import java.util.Arrays;

/** AES-GCM by raw C_ calls, under an IV of zeros, or under the module's where it makes them. */
final class SessionGcm {
  private static final int TAG_BITS = 128;

  private final Gcm rules;
  private byte[] iv = new byte[12];

  SessionGcm(TestToken test, Token token) {
    this.rules = token.profile().gcm();
    if (rules.ivReturn() == IvReturn.PARAM && !token.binding().equals("ffm")) {
      throw NotSupported.on(test, "an IV that the module writes to its parameters");
    }
  }

  /** Ciphertext and tag. */
  byte[] seal(Session session, ObjectHandle key, byte[] data) throws TokenException {
    byte[] out = new byte[data.length + 64];
    if (rules.ivSource() == IvSource.CALLER) {
      int length = session.encrypt(with(iv), key, data, 0, data.length, out, 0);
      return Arrays.copyOf(out, length);
    }
    boolean suffix = rules.ivReturn() == IvReturn.SUFFIX;
    iv = new byte[suffix ? 0 : rules.ivBytes()];
    Mechanism own =
        new Mechanism.GcmHsmIv(
            Ckm.AES_GCM, iv, rules.ivBits().orElse(8 * iv.length), new byte[0], TAG_BITS);
    int length = session.encrypt(own, key, data, 0, data.length, out, 0);
    if (suffix) {
      iv = Arrays.copyOfRange(out, length - rules.ivBytes(), length);
      length -= rules.ivBytes();
    }
    return Arrays.copyOf(out, length);
  }

  int open(Session session, ObjectHandle key, byte[] sealed, byte[] out) throws TokenException {
    return session.decrypt(with(iv), key, sealed, 0, sealed.length, out, 0);
  }

  private static Mechanism with(byte[] iv) {
    return new Mechanism.Gcm(Ckm.AES_GCM, iv, new byte[0], TAG_BITS);
  }
}
