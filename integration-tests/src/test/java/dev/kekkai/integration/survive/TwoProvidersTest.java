package dev.kekkai.integration.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.BulkMode;
import dev.kekkai.provider.DekImportSpec;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.Shim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two providers on one module, each with a DEK of its own, whose sessions and keys get the same
 * numbers again: whoever is back first may have what the other one had.
 */
class TwoProvidersTest {
  private static final boolean LONG = Boolean.getBoolean("kekkai.long");

  private static final int THREADS = 6;

  static Stream<TestToken> tokens() {
    return GcmTokens.throughShim();
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void neither_uses_the_others_key_after_the_module_forgot_everything(TestToken token)
      throws Exception {
    run(token, shim -> shim.reinitialize());
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void neither_uses_the_others_key_after_the_hsm_rebooted(TestToken token) throws Exception {
    run(token, shim -> shim.reboot(Duration.ofMillis(50), 0x32));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void neither_uses_the_others_key_after_kekkai_initialised_the_module(TestToken token)
      throws Exception {
    run(token, shim -> shim.finalizeBehindOurBack(Duration.ZERO));
  }

  private static void run(TestToken token, Trouble trouble) throws Exception {
    String kek = "two-" + System.nanoTime();
    try (KekkaiProvider alone = token.provider()) {
      alone.maker().create(KekSpec.aes(kek));
    }
    try (Shim shim = Shim.over(token);
        KekkaiProvider first = shim.token().provider("bulk", "hsm", "kek", kek);
        KekkaiProvider second = shim.token().provider("bulk", "hsm", "kek", kek)) {
      try (KekkaiProvider third = shim.token().provider("bulk", "hsm", "kek", kek)) {
        together(new Caller(third, kek, (byte) 3)); // and is not waited for when it is closed
      }
      Caller one = new Caller(first, kek, (byte) 1);
      Caller two = new Caller(second, kek, (byte) 2);
      together(one, two);
      for (int i = 0; i < (LONG ? 100 : 6); i++) {
        trouble.on(shim);
        if (i % 3 == 2) {
          together(one, two);
        } else {
          together(i % 3 == 0 ? two : one);
          together(i % 3 == 0 ? one : two);
        }
      }
    }
  }

  /** Several threads each, so that they have many sessions, and their numbers overlap. */
  private static void together(Caller... callers) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<Integer>> results = new ArrayList<>();
    for (Caller caller : callers) {
      for (int i = 0; i < THREADS; i++) {
        results.add(threads.submit(() -> caller.work(TimeUnit.MILLISECONDS.toNanos(50))));
      }
    }
    threads.shutdown();
    for (Future<Integer> result : results) {
      assertThat(result.get()).isPositive();
    }
  }

  private static final class Caller {
    private final SecretKeySpec value;
    private final SecretKey dek;
    private final KekkaiProvider provider;

    Caller(KekkaiProvider provider, String kek, byte b) throws Exception {
      byte[] bytes = new byte[32];
      bytes[0] = b;
      value = new SecretKeySpec(bytes, "AES");
      DekSpec spec = DekSpec.under(kek).withBulk(BulkMode.HSM);
      dek =
          SecretKeyFactory.getInstance("AES", provider)
              .generateSecret(new DekImportSpec(value, spec));
      this.provider = provider;
    }

    /** Every message must open under the right key, or this throws. */
    int work(long nanos) throws Exception {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
      Cipher software = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
      int done = 0;
      for (long start = System.nanoTime(); System.nanoTime() - start < nanos; done++) {
        cipher.init(Cipher.ENCRYPT_MODE, dek);
        byte[] sealed = cipher.doFinal(new byte[20]);
        software.init(Cipher.DECRYPT_MODE, value, new GCMParameterSpec(128, cipher.getIV()));
        software.doFinal(sealed);
      }
      return done;
    }
  }

  private interface Trouble {
    void on(Shim shim) throws Exception;
  }
}
