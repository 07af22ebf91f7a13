package dev.kekkai.integration.failures;

import dev.kekkai.config.BulkMode;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.DekImportSpec;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.testkit.TestFolders;
import dev.kekkai.testkit.fault.Shim;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An application with a provider, keys and a DEK that is held open, over a shim; and what it can do
 * with them. For one thread at a time.
 */
final class Bench implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(2);

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Path STATES = TestFolders.empty("failures-state");
  private static final byte[] SHORT = KnownKeys.MESSAGE;
  private static final byte[] LONG = new byte[2500];
  private static final byte[] IV = new byte[12];

  private final Shim shim;
  private final KnownKeys keys;
  private final KekkaiProvider provider;
  private Key kek;
  private Key rsa;
  private Key ec;
  private Key seal;
  private Key index;
  private SecretKey held;
  private String made = "none";

  private Bench(Shim shim, KnownKeys keys, KekkaiProvider provider) {
    this.shim = shim;
    this.keys = keys;
    this.provider = provider;
  }

  /** Not connected, and with no memory of logins. */
  static Bench cold(Shim shim, KnownKeys keys) {
    return new Bench(
        shim,
        keys,
        shim.token()
            .provider(
                "bulk", "hsm",
                "kek", KnownKeys.AES,
                "deadline", DEADLINE.toSeconds() + "s",
                "sessions.max", "4",
                "hsm.max-message", "1024",
                "health.interval", "1h",
                "state.dir", STATES.resolve("s" + NUMBERS.incrementAndGet()).toString()));
  }

  /** Connected, and with a DEK in the HSM. */
  static Bench warm(Shim shim, KnownKeys keys) throws Exception {
    Bench bench = cold(shim, keys);
    boolean done = false;
    try {
      bench.warmUp();
      done = true;
      return bench;
    } finally {
      if (!done) {
        bench.close();
      }
    }
  }

  private void warmUp() throws Exception {
    KeyStore store = store();
    kek = store.getKey(KnownKeys.AES, null);
    rsa = store.getKey(KnownKeys.RSA, null);
    ec = store.getKey(KnownKeys.EC, null);
    seal = store.getKey(KnownKeys.SEAL, null);
    index = store.getKey(KnownKeys.INDEX, null);
    held =
        SecretKeyFactory.getInstance("AES", provider)
            .generateSecret(
                new DekImportSpec(
                    new SecretKeySpec(KnownKeys.DEK, "AES"),
                    DekSpec.under(KnownKeys.AES).withBulk(BulkMode.HSM)));
  }

  KekkaiProvider provider() {
    return provider;
  }

  boolean isWarm() {
    return held != null;
  }

  @Override
  public void close() {
    provider.close();
  }

  private KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance("Kekkai", provider);
    store.load(null, null);
    return store;
  }

  // --- Works --------------------------------------------------------------------------------

  boolean connect() throws Exception {
    store();
    warmUp();
    return encrypt();
  }

  boolean encryptAfterFinalize() throws Exception {
    return encrypt();
  }

  /** What has to be done before the fault is put in place. */
  void prepare(Work work) {
    if (work == Work.RECOVER) {
      shim.finalizeBehindOurBack(Duration.ZERO);
    }
  }

  boolean lookAndEncrypt() throws Exception {
    provider
        .source()
        .retrying(
            () -> {
              Token token = provider.source().get();
              token.requireWell(token.incarnation()); // waits where there is none
              return true;
            });
    return encrypt();
  }

  boolean closeProvider() {
    provider.close();
    return true;
  }

  boolean lookUp() throws Exception {
    Key found = store().getKey(KnownKeys.AES, null);
    return found != null && found.toString().equals(kek.toString());
  }

  boolean encrypt() throws Exception {
    return encrypt(SHORT);
  }

  boolean encryptInParts() throws Exception {
    return encrypt(LONG);
  }

  private boolean encrypt(byte[] plain) throws Exception {
    return isRight(held, plain);
  }

  private boolean isRight(SecretKey dek, byte[] plain) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(Cipher.ENCRYPT_MODE, dek);
    byte[] sealed = cipher.doFinal(plain);
    return Arrays.equals(sealed, KnownKeys.gcm(cipher.getIV(), plain));
  }

  boolean decrypt() throws Exception {
    return decrypt(SHORT);
  }

  boolean decryptInParts() throws Exception {
    return decrypt(LONG);
  }

  private boolean decrypt(byte[] plain) throws GeneralSecurityException {
    byte[] sealed = KnownKeys.gcm(IV, plain);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(Cipher.DECRYPT_MODE, held, new GCMParameterSpec(128, IV));
    return Arrays.equals(cipher.doFinal(sealed), plain);
  }

  boolean makeDek() throws Exception {
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
    generator.init(DekSpec.under(KnownKeys.AES).withBulk(BulkMode.HSM));
    try (DekKey dek = (DekKey) generator.generateKey()) {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
      cipher.init(Cipher.ENCRYPT_MODE, dek);
      byte[] sealed = cipher.doFinal(SHORT);
      cipher.init(Cipher.DECRYPT_MODE, dek, new GCMParameterSpec(128, cipher.getIV()));
      return Arrays.equals(cipher.doFinal(sealed), SHORT);
    }
  }

  boolean wrap() throws Exception {
    Cipher cipher = Cipher.getInstance("AES/KW/NoPadding", provider);
    cipher.init(Cipher.WRAP_MODE, kek);
    return Arrays.equals(cipher.wrap(new SecretKeySpec(KnownKeys.DEK, "AES")), keys.blob());
  }

  boolean wrapOaep() throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", provider);
    cipher.init(Cipher.WRAP_MODE, KnownKeys.RECIPIENT.getPublic(), KnownKeys.OAEP);
    return Arrays.equals(KnownKeys.opened(cipher.wrap(held)), KnownKeys.DEK);
  }

  boolean unwrapHsm() throws Exception {
    Cipher cipher = Cipher.getInstance("AES/KW/NoPadding", provider);
    cipher.init(Cipher.UNWRAP_MODE, kek);
    return isTheDek((DekKey) cipher.unwrap(keys.blob(), "AES", Cipher.SECRET_KEY));
  }

  private boolean isTheDek(DekKey dek) throws GeneralSecurityException {
    try (dek) {
      return isRight(dek, SHORT);
    }
  }

  boolean unwrapSoftware() throws Exception {
    return isTheDek(keys.openInSoftware(provider));
  }

  boolean unwrapOaep() throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", provider);
    cipher.init(Cipher.UNWRAP_MODE, rsa, KnownKeys.OAEP);
    return isTheDek((DekKey) cipher.unwrap(keys.oaepBlob(), "AES", Cipher.SECRET_KEY));
  }

  boolean agree() throws Exception {
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", provider);
    agreement.init(ec);
    agreement.doPhase(keys.peer().getPublic(), true);
    return Arrays.equals(agreement.generateSecret(), keys.secret());
  }

  boolean sign() throws Exception {
    Signature signer = Signature.getInstance("SHA256withECDSA", provider);
    signer.initSign((PrivateKey) seal);
    signer.update(SHORT);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance("SHA256withECDSA", "SunEC");
    verifier.initVerify(keys.sealPublic());
    verifier.update(SHORT);
    return verifier.verify(signature);
  }

  boolean mac() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256", provider);
    mac.init(index);
    return Arrays.equals(mac.doFinal(SHORT), keys.mac());
  }

  boolean random() throws Exception {
    byte[] bytes = new byte[32];
    SecureRandom.getInstance("Kekkai", provider).nextBytes(bytes);
    return !Arrays.equals(bytes, new byte[32]);
  }

  boolean makeKek() throws Exception {
    made = "made-" + NUMBERS.incrementAndGet();
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
    generator.init(KekSpec.aes(made));
    return generator.generateKey() != null;
  }

  boolean makePair() throws Exception {
    made = "made-" + NUMBERS.incrementAndGet();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
    generator.initialize(KekSpec.ec(made, 256));
    return generator.generateKeyPair() != null;
  }

  // --- What is left behind ------------------------------------------------------------------

  /** Session objects of this process; one, for the DEK that is held, when all is well. */
  int sessionObjects() throws TokenException {
    return provider
        .source()
        .get()
        .with(s -> s.find(Template.builder().with(Cka.TOKEN, false).build()))
        .size();
  }

  /** Destroys what the last work made on the token. Returns how many objects there were. */
  int unmake() throws TokenException {
    String label = made + ".v1";
    return provider
        .source()
        .get()
        .withReadWrite(
            s -> {
              List<ObjectHandle> left = s.find(Template.builder().with(Cka.LABEL, label).build());
              for (ObjectHandle object : left) {
                s.destroyObject(object);
              }
              return left.size();
            });
  }
}
