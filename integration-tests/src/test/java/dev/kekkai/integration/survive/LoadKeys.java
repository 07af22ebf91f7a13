package dev.kekkai.integration.survive;

import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys on the token, and what is known of them: a DEK whose value software has too, ciphertexts
 * that software made under it, its blob, MACs made while nothing was wrong. Immutable.
 */
final class LoadKeys {
  static final String KEK = "load";
  static final String INDEX = "load-index";
  static final String SEAL = "load-seal";
  static final String GCM = "AES/GCM/NoPadding";
  static final String KEY_WRAP = "AES/KW/NoPadding";

  private static final int MESSAGES = 16;

  final SecretKey software;
  final byte[] blob;
  final PublicKey verifier;
  final byte[][] texts = new byte[MESSAGES][];
  final byte[][] ivs = new byte[MESSAGES][12];
  final byte[][] sealed = new byte[MESSAGES][];
  final byte[][] macs = new byte[MESSAGES][];

  LoadKeys(KekkaiProvider provider) throws GeneralSecurityException {
    software = freshSoftwareKey(new Random());
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
    generator.init(KekSpec.aes(KEK));
    Cipher wrap = Cipher.getInstance(KEY_WRAP, provider);
    wrap.init(Cipher.WRAP_MODE, generator.generateKey());
    blob = wrap.wrap(software);
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", provider);
    pairs.initialize(KekSpec.seal(SEAL, 256));
    verifier = pairs.generateKeyPair().getPublic();
    KeyGenerator macKeys = KeyGenerator.getInstance("HmacSHA256", provider);
    macKeys.init(KekSpec.index(INDEX));
    Mac mac = Mac.getInstance("HmacSHA256", provider);
    mac.init(macKeys.generateKey());
    Random random = new Random(1);
    for (int i = 0; i < MESSAGES; i++) {
      texts[i] = new byte[1 + random.nextInt(2000)];
      random.nextBytes(texts[i]);
      random.nextBytes(ivs[i]);
      sealed[i] = gcm("SunJCE", Cipher.ENCRYPT_MODE, software, ivs[i]).doFinal(texts[i]);
      macs[i] = mac.doFinal(texts[i]);
    }
  }

  static SecretKey freshSoftwareKey(Random random) {
    byte[] value = new byte[32];
    random.nextBytes(value);
    return new SecretKeySpec(value, "AES");
  }

  static Cipher gcm(String provider, int mode, SecretKey key, byte[] iv)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(GCM, provider);
    cipher.init(mode, key, new GCMParameterSpec(128, iv));
    return cipher;
  }
}
