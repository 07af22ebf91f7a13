package dev.kekkai.integration.survive;

import dev.kekkai.config.BulkMode;
import dev.kekkai.provider.DekImportSpec;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.Shim;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A provider with a DEK of a known value in the token and everything initialised, and somebody else
 * who may get their numbers. What the provider then makes is opened outside, under either key.
 */
final class RecycledRound implements AutoCloseable {
  private static final byte[] TEXT = "which key is this under?".getBytes(StandardCharsets.UTF_8);

  private final Shim shim;
  private final KekkaiProvider provider;
  private final ForeignUser foreign;
  private final String kek;
  private final boolean numbersTokenKeys;
  private final byte[] ours;
  private final byte[] theirs;
  private final Cipher encrypter;
  private final Cipher decrypter;
  private final Cipher wrapper;
  private final Cipher unwrapper;
  private final byte[] blob;
  private final SecretKey dek;
  private final List<String> wrong = new ArrayList<>();

  RecycledRound(TestToken token, String kek, byte[] ours, byte[] theirs, String... more)
      throws Exception {
    this.kek = kek;
    this.ours = ours;
    this.theirs = theirs;
    this.numbersTokenKeys = token.name().equals("softhsm2");
    this.shim = Shim.over(token);
    TestToken seen = shim.token();
    this.provider =
        new TestToken(seen.name(), seen.folder(), seen.settings(more))
            .provider("bulk", "hsm", "kek", kek);
    this.foreign = new ForeignUser(shim.token(), provider.source().get().info().slot(), theirs);
    this.dek =
        SecretKeyFactory.getInstance("AES", provider)
            .generateSecret(
                new DekImportSpec(key(ours), DekSpec.under(kek).withBulk(BulkMode.HSM)));
    KeyStore store = KeyStore.getInstance("Kekkai", provider);
    store.load(null, null);
    wrapper = Cipher.getInstance("AES/KW/NoPadding", provider);
    wrapper.init(Cipher.WRAP_MODE, store.getKey(kek, null));
    unwrapper = Cipher.getInstance("AES/KW/NoPadding", provider);
    unwrapper.init(Cipher.UNWRAP_MODE, store.getKey(kek, null));
    blob = wrapper.wrap(dek);
    byte[] sealed = seal();
    encrypter = Cipher.getInstance("AES/GCM/NoPadding", provider);
    decrypter = Cipher.getInstance("AES/GCM/NoPadding", provider);
    encrypter.init(Cipher.ENCRYPT_MODE, dek);
    decrypter.init(Cipher.DECRYPT_MODE, dek, new GCMParameterSpec(128, new byte[12]));
    decrypter.update(sealed);
  }

  Shim shim() {
    return shim;
  }

  KekkaiProvider provider() {
    return provider;
  }

  ForeignUser foreign() {
    return foreign;
  }

  /** What is not as it should be; empty is right. */
  List<String> wrong() {
    return wrong;
  }

  /** Numbers of our keys; NSS softokn always gives a key on the token its own. */
  Set<Long> numbers() throws Exception {
    Set<Long> numbers = foreign.sessionKeys();
    if (numbersTokenKeys) {
      numbers.addAll(foreign.tokenKey(kek + ".v1"));
    }
    return numbers;
  }

  /** Initialises the module, and gives the numbers of our keys and sessions to somebody else. */
  void takeEverything(int sessions) throws Exception {
    Set<Long> numbers = numbers();
    shim.reinitialize();
    foreign.logIn();
    boolean taken;
    if (numbersTokenKeys) {
      taken = foreign.takeNumbersAmongSessions(numbers, sessions);
    } else {
      foreign.openSessions(sessions);
      taken = foreign.takeNumbers(numbers);
    }
    if (!taken) {
      throw new AssertionError("the module gives other numbers than " + numbers);
    }
  }

  /** One of everything, with what was initialised before. */
  void work() throws Exception {
    wrapped("wrapped", wrapper.wrap(key(ours)));
    encrypted("encrypted", encrypter.getIV(), encrypter.doFinal(TEXT));
    decrypted();
    SecretKey opened = (SecretKey) unwrapper.unwrap(blob, "AES", Cipher.SECRET_KEY);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(Cipher.ENCRYPT_MODE, opened);
    encrypted("encrypted under what was unwrapped", cipher.getIV(), cipher.doFinal(TEXT));
    opened.destroy();
  }

  private void decrypted() throws Exception {
    try {
      if (!Arrays.equals(decrypter.doFinal(), TEXT)) {
        wrong.add("decrypted to something else");
      }
    } catch (AEADBadTagException e) {
      wrong.add("decrypted under another key");
    }
  }

  /** One encryption alone; false when it is under the foreign key. */
  boolean encryptsUnderOurs() throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(Cipher.ENCRYPT_MODE, dek);
    byte[] sealed = cipher.doFinal(TEXT);
    return opens(ours, cipher.getIV(), sealed);
  }

  private void encrypted(String what, byte[] iv, byte[] sealed) throws Exception {
    if (opens(theirs, iv, sealed)) {
      wrong.add(what + " under the foreign key");
    } else if (!opens(ours, iv, sealed)) {
      wrong.add(what + " under no key known");
    }
  }

  /** Key wrap is deterministic: the same key makes the same blob. */
  private void wrapped(String what, byte[] made) throws Exception {
    if (Arrays.equals(made, blob)) {
      return;
    }
    Cipher software = Cipher.getInstance("AESWrap");
    software.init(Cipher.WRAP_MODE, key(theirs));
    boolean foreignKek = Arrays.equals(software.wrap(key(ours)), made);
    wrong.add(what + (foreignKek ? " under the foreign key" : " something else"));
  }

  private byte[] seal() throws GeneralSecurityException {
    Cipher software = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    software.init(Cipher.ENCRYPT_MODE, key(ours), new GCMParameterSpec(128, new byte[12]));
    return software.doFinal(TEXT);
  }

  private static boolean opens(byte[] value, byte[] iv, byte[] sealed)
      throws GeneralSecurityException {
    Cipher software = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    software.init(Cipher.DECRYPT_MODE, key(value), new GCMParameterSpec(128, iv));
    try {
      return Arrays.equals(software.doFinal(sealed), TEXT);
    } catch (AEADBadTagException e) {
      return false;
    }
  }

  private static SecretKeySpec key(byte[] value) {
    return new SecretKeySpec(value, "AES");
  }

  @Override
  public void close() {
    provider.close();
    shim.close();
  }
}
