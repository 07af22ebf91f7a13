package dev.kekkai.integration.survive;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldCipher;
import dev.kekkai.provider.KekkaiProvider;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * What an application does with one provider, by JCA and field tokens; every result is compared
 * with software's. For one thread.
 */
final class KekkaiWork {
  /** A DEK handle has a budget; besides, applications let go of them too. */
  private static final int USES_OF_A_DEK = 1000;

  private static final UUID DEK_ID = new UUID(7, 7);
  private static final EncryptionContext CONTEXT = EncryptionContext.of("table", "column", "row");

  private final KekkaiProvider provider;
  private final LoadKeys known;
  private final String name;
  private final Random random;
  private final FieldCipher fields;
  private final SecretKey kek;
  private final Key index;
  private final PrivateKey seal;
  private @Nullable SecretKey dek;
  private int uses;

  KekkaiWork(KekkaiProvider provider, LoadKeys known, String name, int seed) throws Exception {
    this.provider = provider;
    this.known = known;
    this.name = name;
    this.random = new Random(seed);
    this.fields = FieldCipher.with(provider);
    KeyStore store = KeyStore.getInstance("Kekkai", provider);
    store.load(null, null);
    kek = (SecretKey) store.getKey(LoadKeys.KEK, null);
    index = store.getKey(LoadKeys.INDEX, null);
    seal = (PrivateKey) store.getKey(LoadKeys.SEAL, null);
  }

  /** Its kinds of work; their names say which provider it is. */
  List<Work> kinds(boolean bulkInToken) {
    return List.of(
        new Work(name + " wrap", true, this::wrap),
        new Work(name + " unwrap", true, this::unwrap),
        new Work(name + " gcm encrypt", bulkInToken, this::encrypt),
        new Work(name + " gcm decrypt", bulkInToken, this::decrypt),
        new Work(name + " field token", bulkInToken, this::field),
        new Work(name + " mac", true, this::mac),
        new Work(name + " sign", true, this::sign));
  }

  /** What was wrapped comes out again: software opens what the unwrapped key sealed. */
  private boolean wrap() throws Exception {
    SecretKey fresh = LoadKeys.freshSoftwareKey(random);
    Cipher wrap = Cipher.getInstance(LoadKeys.KEY_WRAP, provider);
    wrap.init(Cipher.WRAP_MODE, kek);
    byte[] text = text();
    SecretKey unwrapped = unwrap(wrap.wrap(fresh));
    try {
      return isOpenedBySoftware(unwrapped, fresh, text);
    } finally {
      unwrapped.destroy();
    }
  }

  private boolean unwrap() throws Exception {
    SecretKey unwrapped = unwrap(known.blob);
    try {
      return opens(unwrapped);
    } finally {
      unwrapped.destroy();
    }
  }

  private boolean encrypt() throws Exception {
    return isOpenedBySoftware(dek(), known.software, text());
  }

  private boolean decrypt() throws Exception {
    return opens(dek());
  }

  private boolean field() throws Exception {
    byte[] text = text();
    byte[] token = fields.encrypt(dek(), DEK_ID, text, CONTEXT);
    return Arrays.equals(text, fields.decrypt(dek(), DEK_ID, token, CONTEXT))
        && Arrays.equals(
            text, FieldCipher.create().decrypt(known.software, DEK_ID, token, CONTEXT));
  }

  private boolean mac() throws Exception {
    int i = random.nextInt(known.macs.length);
    Mac mac = Mac.getInstance("HmacSHA256", provider);
    mac.init(index);
    return Arrays.equals(known.macs[i], mac.doFinal(known.texts[i]));
  }

  private boolean sign() throws Exception {
    byte[] text = text();
    Signature signer = Signature.getInstance("SHA256withECDSA", provider);
    signer.initSign(seal);
    signer.update(text);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance("SHA256withECDSA", "SunEC");
    verifier.initVerify(known.verifier);
    verifier.update(text);
    return verifier.verify(signature);
  }

  private SecretKey unwrap(byte[] blob) throws Exception {
    Cipher unwrap = Cipher.getInstance(LoadKeys.KEY_WRAP, provider);
    unwrap.init(Cipher.UNWRAP_MODE, kek);
    return (SecretKey) unwrap.unwrap(blob, "AES", Cipher.SECRET_KEY);
  }

  private SecretKey dek() throws Exception {
    SecretKey now = dek;
    if (now == null || ++uses % USES_OF_A_DEK == 0) {
      forget();
      dek = now = unwrap(known.blob);
    }
    return now;
  }

  /** Lets go of the DEK it keeps. */
  void forget() throws Exception {
    if (dek != null) {
      dek.destroy();
      dek = null;
    }
  }

  private boolean isOpenedBySoftware(SecretKey key, SecretKey twin, byte[] text) throws Exception {
    Cipher cipher = Cipher.getInstance(LoadKeys.GCM, provider);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] sealed = cipher.doFinal(text);
    byte[] opened =
        LoadKeys.gcm("SunJCE", Cipher.DECRYPT_MODE, twin, cipher.getIV()).doFinal(sealed);
    return Arrays.equals(text, opened);
  }

  private boolean opens(SecretKey key) throws Exception {
    int i = random.nextInt(known.texts.length);
    Cipher cipher = Cipher.getInstance(LoadKeys.GCM, provider);
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, known.ivs[i]));
    return Arrays.equals(known.texts[i], cipher.doFinal(known.sealed[i]));
  }

  private byte[] text() {
    return known.texts[random.nextInt(known.texts.length)];
  }
}
