package dev.kekkai.integration;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.Wrapper;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC3394WrapEngine;
import org.bouncycastle.crypto.engines.RFC5649WrapEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** The same work done by libraries that know nothing of tokens. */
final class Software {
  private Software() {}

  static byte[] sunGcm(int mode, byte[] key, byte[] iv, byte[] aad, byte[] in)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(aad);
    return cipher.doFinal(in);
  }

  static byte[] bcGcm(boolean encrypt, byte[] key, byte[] iv, byte[] aad, byte[] in)
      throws InvalidCipherTextException {
    var cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(encrypt, new AEADParameters(new KeyParameter(key), 128, iv, aad));
    byte[] out = new byte[cipher.getOutputSize(in.length)];
    int n = cipher.processBytes(in, 0, in.length, out, 0);
    cipher.doFinal(out, n);
    return out;
  }

  static byte[] bcWrap(boolean padded, byte[] kek, byte[] key) {
    Wrapper engine = engine(padded);
    engine.init(true, new KeyParameter(kek));
    return engine.wrap(key, 0, key.length);
  }

  static byte[] bcUnwrap(boolean padded, byte[] kek, byte[] blob)
      throws InvalidCipherTextException {
    Wrapper engine = engine(padded);
    engine.init(false, new KeyParameter(kek));
    return engine.unwrap(blob, 0, blob.length);
  }

  private static Wrapper engine(boolean padded) {
    return padded
        ? new RFC5649WrapEngine(AESEngine.newInstance())
        : new RFC3394WrapEngine(AESEngine.newInstance());
  }

  static byte[] sunWrap(boolean padded, byte[] kek, byte[] key) throws GeneralSecurityException {
    Cipher cipher = sunWrapper(padded);
    cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(kek, "AES"));
    return cipher.wrap(new SecretKeySpec(key, "AES"));
  }

  static byte[] sunUnwrap(boolean padded, byte[] kek, byte[] blob) throws GeneralSecurityException {
    Cipher cipher = sunWrapper(padded);
    cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(kek, "AES"));
    return cipher.unwrap(blob, "AES", Cipher.SECRET_KEY).getEncoded();
  }

  private static Cipher sunWrapper(boolean padded) throws GeneralSecurityException {
    return Cipher.getInstance(padded ? "AES/KWP/NoPadding" : "AES/KW/NoPadding", "SunJCE");
  }
}
