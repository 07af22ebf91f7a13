package dev.kekkai.integration.survive;

import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekkaiProvider;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** One caller with a DEK of its own in the token: AES-GCM, wrapping and unwrapping. */
final class HonestCaller {
  private static final int MESSAGES = 16;

  private final Cipher gcm;
  private final Cipher wrapper;
  private final Cipher unwrapper;
  private final SecretKey dek;
  private final byte[] blob;
  private final byte[] plain = new byte[64];

  HonestCaller(KekkaiProvider provider, HostileKeys keys) throws Exception {
    gcm = Cipher.getInstance("AES/GCM/NoPadding", provider);
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
    generator.init(DekSpec.under(keys.aesAlias()));
    dek = generator.generateKey();
    wrapper = Cipher.getInstance("AES/KW/NoPadding", provider);
    wrapper.init(Cipher.WRAP_MODE, keys.aesKek());
    unwrapper = Cipher.getInstance("AES/KW/NoPadding", provider);
    unwrapper.init(Cipher.UNWRAP_MODE, keys.aesKek());
    blob = wrapper.wrap(dek);
  }

  /** Works for a time, and returns the operations done. */
  long work(long nanos) throws Exception {
    long done = 0;
    for (long start = System.nanoTime(); System.nanoTime() - start < nanos; ) {
      done += turn();
    }
    return done;
  }

  /** Some messages there and back, and a DEK. */
  int turn() throws Exception {
    for (int i = 0; i < MESSAGES; i++) {
      roundTrip(dek);
    }
    SecretKey opened = (SecretKey) unwrapper.unwrap(blob, "AES", Cipher.SECRET_KEY);
    if (!Arrays.equals(wrapper.wrap(opened), blob)) {
      throw new AssertionError("another key came out");
    }
    opened.destroy();
    return 2 * MESSAGES + 2;
  }

  private void roundTrip(SecretKey key) throws Exception {
    gcm.init(Cipher.ENCRYPT_MODE, key);
    byte[] sealed = gcm.doFinal(plain);
    gcm.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, gcm.getIV()));
    if (!Arrays.equals(gcm.doFinal(sealed), plain)) {
      throw new AssertionError("another message came out");
    }
  }
}
