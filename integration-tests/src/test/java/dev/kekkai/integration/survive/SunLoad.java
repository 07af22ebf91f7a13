package dev.kekkai.integration.survive;

import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.Shim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * What of {@link OutageLoad} SunPKCS11 can do, AES-GCM with a key on the token, under the same
 * restarts. After a failure its caller loads the key store and gets the key again, as a patient
 * application would.
 */
final class SunLoad {
  private final Shim shim;
  private final Tally tally = new Tally();
  private final LongAdder rightAfterRestart = new LongAdder();
  private volatile int outages;

  SunLoad(Shim shim) {
    this.shim = shim;
  }

  void run(Duration time) throws Exception {
    TestToken token = shim.token();
    Provider sun = Security.getProvider("SunPKCS11").configure(configuration(token));
    char[] pin =
        Files.readString(Path.of(token.setting("pin").substring("file:".length()))).toCharArray();
    SecretKey known = LoadKeys.freshSoftwareKey(new Random());
    store(sun, pin).setKeyEntry("sun-load", known, null, null);
    Workers workers = new Workers(tally, this::worked);
    for (int i = 0; i < OutageLoad.THREADS; i++) {
      workers.start(new Caller(sun, pin, known, i).kinds());
    }
    Restarter restarter = new Restarter(shim, OutageLoad.EVERY, OutageLoad.LONGEST, 4);
    restarter.start();
    try {
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        Thread.sleep(50);
        outages = restarter.outages();
      }
      restarter.stop();
    } finally {
      workers.stop();
    }
  }

  private void worked(Work work) {
    if (outages > 0) {
      rightAfterRestart.increment();
    }
  }

  private static String configuration(TestToken token) throws Exception {
    long slot;
    try (KekkaiProvider alone = token.provider()) {
      slot = alone.source().get().info().slot();
    }
    String args = token.settings().get("module.args");
    String text =
        "name = load\nlibrary = "
            + token.module()
            + "\nslot = "
            + slot
            + (args == null ? "" : "\nnssArgs = \"" + args + "\"")
            + "\n";
    return Files.writeString(token.folder().resolve("sun-load.cfg"), text).toString();
  }

  private static KeyStore store(Provider sun, char[] pin) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS11", sun);
    store.load(null, pin);
    return store;
  }

  String describe() {
    return String.format(
        "SunPKCS11: %d outages; right after the first of them: %,d%n%s",
        outages, rightAfterRestart.sum(), tally.describe());
  }

  /** For one thread. */
  private static final class Caller {
    private final Provider sun;
    private final char[] pin;
    private final SecretKey known;
    private final Random random;
    private final byte[] text = new byte[500];
    private final byte[] iv = new byte[12];
    private SecretKey key;

    Caller(Provider sun, char[] pin, SecretKey known, int seed) throws Exception {
      this.sun = sun;
      this.pin = pin;
      this.known = known;
      this.random = new Random(seed);
      this.key = key();
    }

    List<Work> kinds() {
      return List.of(
          new Work("sunpkcs11 gcm encrypt", true, () -> again(this::encrypt)),
          new Work("sunpkcs11 gcm decrypt", true, () -> again(this::decrypt)));
    }

    private SecretKey key() throws Exception {
      return (SecretKey) store(sun, pin).getKey("sun-load", null);
    }

    private boolean again(Work.Check check) throws Exception {
      try {
        return check.isRight();
      } catch (Exception e) {
        key = key();
        return check.isRight();
      }
    }

    private boolean encrypt() throws Exception {
      random.nextBytes(iv);
      byte[] sealed = gcm(Cipher.ENCRYPT_MODE).doFinal(text);
      return Arrays.equals(
          text, LoadKeys.gcm("SunJCE", Cipher.DECRYPT_MODE, known, iv).doFinal(sealed));
    }

    private boolean decrypt() throws Exception {
      random.nextBytes(iv);
      byte[] sealed = LoadKeys.gcm("SunJCE", Cipher.ENCRYPT_MODE, known, iv).doFinal(text);
      return Arrays.equals(text, gcm(Cipher.DECRYPT_MODE).doFinal(sealed));
    }

    private Cipher gcm(int mode) throws Exception {
      Cipher cipher = Cipher.getInstance(LoadKeys.GCM, sun);
      cipher.init(mode, key, new GCMParameterSpec(128, iv));
      return cipher;
    }
  }
}
