package dev.kekkai.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.util.Collections;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** SunPKCS11 and keytool on Kekkai's own token, in the same process. */
@Tag("own-jvm")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedModuleTest {
  private TestToken token;
  private Provider sun;
  private KekkaiProvider kekkai;
  private TokenException refusedAlone;

  @BeforeAll
  void both() throws Exception {
    token = SoftHsmTokens.create("shared");
    long slot = slot();
    Path config = token.folder().resolve("sunpkcs11.cfg");
    Files.writeString(
        config, "name = shared\nlibrary = " + token.module() + "\nslot = " + slot + "\n");
    sun = Security.getProvider("SunPKCS11").configure(config.toString());
    Security.addProvider(sun);
    refusedAlone = whatExclusiveSays();
    kekkai = token.provider("sharing", "shared", "kek", "both");
    kekkai.maker().create(KekSpec.aes("both"));
  }

  @AfterAll
  void close() {
    kekkai.close();
    Security.removeProvider(sun.getName());
  }

  private long slot() throws TokenException {
    try (KekkaiProvider alone = token.provider()) {
      return alone.source().get().info().slot();
    }
  }

  @Test
  void exclusive_is_refused_with_an_explanation() {
    assertThat(refusedAlone)
        .hasMessageContainingAll(
            "already in use in this process", "SunPKCS11", "set sharing = shared");
  }

  /** Asked while SunPKCS11 is the module's only user: Kekkai itself has not joined it yet. */
  private TokenException whatExclusiveSays() {
    try (KekkaiProvider exclusive = token.provider("sharing", "exclusive")) {
      return catchThrowableOfType(TokenException.class, () -> exclusive.source().get());
    }
  }

  @Test
  void both_work_side_by_side_before_and_after_a_rotation() throws Exception {
    kekkaiWorks();
    sunWorks();
    assertThat(Collections.list(sunStore().aliases())).contains("both.v1");
    kekkai.maker().rotate("both");
    kekkaiWorks();
    sunWorks();
    assertThat(Collections.list(sunStore().aliases())).contains("both.v1", "both.v2");
    kekkaiWorks();
  }

  @Test
  void keytool_lists_keks_and_makes_keys_beside_them() throws Exception {
    assertThat(keytool("-list")).containsSubsequence("both.v1", "SecretKeyEntry");
    keytool("-genseckey", "-alias", "keytools-own", "-keyalg", "AES", "-keysize", "256");
    kekkaiWorks();
    kekkai.maker().create(KekSpec.aes("later"));
    kekkai.maker().rotate("later");
    assertThat(keytool("-list")).contains("later.v1", "later.v2", "keytools-own");
    kekkaiWorks();
    sunWorks();
  }

  private void kekkaiWorks() throws Exception {
    SecretKey dek = KeyGenerator.getInstance("AES", kekkai).generateKey();
    roundTrip(Cipher.getInstance("AES/GCM/NoPadding", kekkai), dek);
    dek.destroy();
  }

  private void sunWorks() throws Exception {
    sunStore();
    SecretKey key = KeyGenerator.getInstance("AES", sun).generateKey();
    roundTrip(Cipher.getInstance("AES/GCM/NoPadding", sun), key);
  }

  private static void roundTrip(Cipher cipher, SecretKey key) throws Exception {
    byte[] iv = new byte[12];
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, iv));
    byte[] sealed = cipher.doFinal(new byte[] {1, 2, 3});
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, iv));
    assertThat(cipher.doFinal(sealed)).containsExactly(1, 2, 3);
  }

  private KeyStore sunStore() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS11", sun);
    store.load(null, SoftHsmTokens.PIN.toCharArray());
    return store;
  }

  /** In this process; -debug makes keytool throw where it would end the JVM. */
  private String keytool(String... command) throws Exception {
    String[] common = {
      "-debug",
      "-keystore",
      "NONE",
      "-storetype",
      "PKCS11",
      "-providerName",
      sun.getName(),
      "-storepass:file",
      token.setting("pin").substring("file:".length())
    };
    String[] args = new String[command.length + common.length];
    System.arraycopy(command, 0, args, 0, command.length);
    System.arraycopy(common, 0, args, command.length, common.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      Class.forName("sun.security.tools.keytool.Main")
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
