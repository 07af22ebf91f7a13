package dev.kekkai.integration.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.TokenState;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.Shim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A token whose files vanish and come back, and a shared module that its other user ends. */
class VanishedTokenTest {
  private static final boolean LONG = Boolean.getBoolean("kekkai.long");
  private static final int CKR_DEVICE_REMOVED = 0x32;

  static Stream<TestToken> tokens() {
    return GcmTokens.throughShim();
  }

  @Test
  void when_its_folder_is_back_everything_works_by_itself_and_no_file_has_changed()
      throws Exception {
    Path tokens = SoftHsmTokens.store();
    Set<Path> before = folders(tokens);
    TestToken token = SoftHsmTokens.create("vanished");
    Set<Path> made = folders(tokens);
    made.removeAll(before);
    Path folder = made.iterator().next();
    Path away = tokens.resolveSibling("away");
    String kek = kek(token);
    try (KekkaiProvider provider = token.provider("bulk", "hsm", "deadline", "1s")) {
      Work work = new Work(provider, kek);
      for (int round = 0; round < (LONG ? 10 : 2); round++) {
        work.once();
        Map<String, byte[]> files = files(folder);
        Files.move(folder, away);
        Map<String, Integer> failures = new TreeMap<>();
        long end = System.nanoTime() + Duration.ofMillis(1500).toNanos();
        while (System.nanoTime() < end) {
          try {
            work.once();
          } catch (Exception e) {
            failures.merge(text(e), 1, Integer::sum);
          }
        }
        Files.move(away, folder);
        long back = work.awaitGood();
        System.out.println("folder back: works after " + back + " ms; told meanwhile: " + failures);
        assertThat(failures).isNotEmpty();
        assertThat(failures.keySet()).noneMatch(t -> t.contains("damaged"));
        assertSame(files(folder), files);
      }
      assertThat(provider.health().token().state()).isEqualTo(TokenState.UP);
    }
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void a_shared_module_that_its_other_user_initialises_again_is_not_initialised_by_kekkai(
      TestToken token) throws Exception {
    String kek = kek(token);
    try (Shim shim = Shim.over(token);
        KekkaiProvider provider =
            shim.token().provider("bulk", "hsm", "sharing", "shared", "deadline", "5s")) {
      Work work = new Work(provider, kek);
      work.once();
      long initialised = shim.calls("C_Initialize");
      shim.reinitialize();
      work.once();
      shim.logout();
      work.once();
      shim.closeAllSessions();
      work.once();
      shim.reboot(Duration.ofMillis(100), CKR_DEVICE_REMOVED);
      work.once();
      assertThat(shim.calls("C_Initialize")).isEqualTo(initialised);
      assertThat(shim.calls("C_Finalize")).isZero();
      assertThat(provider.health().token().recoveries()).isGreaterThanOrEqualTo(4);
    }
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void a_shared_module_that_stays_finalised_is_said_to_need_a_restart_until_it_is_back(
      TestToken token) throws Exception {
    String kek = kek(token);
    try (Shim shim = Shim.over(token);
        KekkaiProvider provider =
            shim.token().provider("bulk", "hsm", "sharing", "shared", "deadline", "1s")) {
      Work work = new Work(provider, kek);
      work.once();
      long initialised = shim.calls("C_Initialize");
      shim.finalizeBehindOurBack(Duration.ZERO);
      Exception told = work.failure();
      assertThat(told).hasMessageContaining("sharing = shared");
      assertThat(provider.health().token().state()).isEqualTo(TokenState.RESTART_REQUIRED);
      assertThat(shim.calls("C_Initialize")).isEqualTo(initialised);

      new ForeignUser(shim.token(), 0, new byte[32]).initialize();
      long back = work.awaitGood();
      System.out.println(token + ": initialised by its other user: works after " + back + " ms");
      assertThat(shim.calls("C_Initialize")).isEqualTo(initialised + 1);
      assertThat(shim.calls("C_Finalize")).isZero();
    }
  }

  private static String kek(TestToken token) throws Exception {
    String name = "vanished-" + System.nanoTime();
    try (KekkaiProvider provider = token.provider()) {
      provider.maker().create(KekSpec.aes(name));
    }
    return name;
  }

  private static String text(Exception e) {
    return e.getClass().getSimpleName()
        + ": "
        + String.valueOf(e.getMessage())
            .replaceAll("\\(SoftHSM [^)]*\\)|[0-9]+\\.[0-9] s|[0-9]+ attempts?", "*");
  }

  private static Set<Path> folders(Path parent) throws IOException {
    try (Stream<Path> all = Files.list(parent)) {
      return new HashSet<>(all.toList());
    }
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.filter(VanishedTokenTest::isKey).toList()) {
        files.put(each.getFileName().toString(), Files.readAllBytes(each));
      }
    }
    return files;
  }

  /** token.object counts its changes, of which a login is one. */
  private static boolean isKey(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".object") && !name.equals("token.object");
  }

  private static void assertSame(Map<String, byte[]> now, Map<String, byte[]> before) {
    assertThat(now.keySet()).isEqualTo(before.keySet());
    now.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(before.get(name)));
  }

  /** A DEK in the token there and back, wrapped and unwrapped. */
  private static final class Work {
    private final KekkaiProvider provider;
    private final SecretKey dek;
    private final java.security.Key kek;

    Work(KekkaiProvider provider, String name) throws Exception {
      this.provider = provider;
      KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
      generator.init(DekSpec.under(name));
      dek = generator.generateKey();
      KeyStore store = KeyStore.getInstance("Kekkai", provider);
      store.load(null, null);
      kek = store.getKey(name, null);
    }

    void once() throws Exception {
      Cipher wrap = Cipher.getInstance("AES/KW/NoPadding", provider);
      wrap.init(Cipher.WRAP_MODE, kek);
      byte[] blob = wrap.wrap(dek);
      wrap.init(Cipher.UNWRAP_MODE, kek);
      SecretKey opened = (SecretKey) wrap.unwrap(blob, "AES", Cipher.SECRET_KEY);
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", provider);
      gcm.init(Cipher.ENCRYPT_MODE, dek);
      byte[] sealed = gcm.doFinal(new byte[30]);
      gcm.init(Cipher.DECRYPT_MODE, opened, new GCMParameterSpec(128, gcm.getIV()));
      assertThat(Arrays.equals(gcm.doFinal(sealed), new byte[30])).isTrue();
      opened.destroy();
    }

    Exception failure() {
      try {
        once();
      } catch (Exception e) {
        return e;
      }
      throw new AssertionError("it works");
    }

    long awaitGood() throws Exception {
      return StoppedToken.await(
          "it works again",
          15_000,
          () -> {
            try {
              once();
              return true;
            } catch (Exception e) {
              return false;
            }
          });
    }
  }
}
