package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.provider.DekImportSpec;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.PinFile;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestFolders;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.Behaviour;
import dev.kekkai.testkit.fault.PlayedModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.EnumSet;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A vendor that Kekkai has never heard of, with mechanism numbers of its own, is one data file:
 * with it everything works through ordinary JCA, and without it, or without one of its lines,
 * nothing.
 */
class NewVendorTest {

  private static final PlayedModule ACME =
      new PlayedModule(
          "Acme Corp.",
          "Acme Vault PKCS#11",
          "Vault 9000",
          EnumSet.of(
              Behaviour.USER_PIN,
              Behaviour.READ_WRITE_ONLY,
              Behaviour.PLAIN_KEYS,
              Behaviour.IV_AFTER_TAG,
              Behaviour.OWN_NUMBERS),
          0x80AC_0001L,
          0x80AC_0002L,
          0);

  private static final String PROFILE =
      """
      # Acme Vault 9000, from its programmer's guide.
      extends = generic
      softwareToken = no
      match.manufacturer = Acme
      match.model = Vault

      login.pinFormat = user:password [documented]
      session.readWrite = yes [documented]
      wrap.functions = yes [documented]
      wrap.rfc3394 = 0x80AC0001 [documented]
      wrap.rfc5649 = 0x80AC0002 [documented]
      gcm.ivSource = hsm [documented]
      gcm.ivReturn = suffix [documented]
      gcm.ivBytes = 16 [documented]
      gcm.ivBits = 0 [documented]
      softwareDek.path = readValue [documented]
      """;

  private static final byte[] TEXT = "4111 1111 1111 1111".getBytes(StandardCharsets.UTF_8);
  private static final byte[] AAD = {4, 7};
  private static final String KW = "AES/KW/NoPadding";
  private static final String KWP = "AES/KWP/NoPadding";

  private static TestToken token;

  @BeforeAll
  static void play() {
    TestToken real = SoftHsmTokens.create("acme");
    Path folder = TestFolders.empty("acme");
    token =
        new TestToken(
            "acme",
            folder,
            real.settings(
                "module", ACME.over(real.module()).toString(),
                "pin", PinFile.write(folder.resolve("pin"), "officer:" + SoftHsmTokens.PIN)));
  }

  @ParameterizedTest
  @ValueSource(strings = {KW, KWP})
  void with_one_file_everything_works(String wrapping) throws Exception {
    String kek = "acme-" + (wrapping.equals(KW) ? "kw" : "kwp");
    try (KekkaiProvider provider = provider(PROFILE)) {
      KeyGenerator keks = KeyGenerator.getInstance("AES", provider);
      keks.init(KekSpec.aes(kek));
      keks.generateKey();
      for (BulkMode mode : BulkMode.values()) {
        SecretKey dek = dek(provider, kek, mode);
        byte[] blob = wrap(provider, wrapping, kek, dek);
        assertThat(blob).hasSize(40);
        Cipher sealing = Cipher.getInstance("AES/GCM/NoPadding", provider);
        sealing.init(Cipher.ENCRYPT_MODE, dek);
        sealing.updateAAD(AAD);
        byte[] sealed = sealing.doFinal(TEXT);
        Cipher opening = Cipher.getInstance("AES/GCM/NoPadding", provider);
        opening.init(
            Cipher.DECRYPT_MODE,
            unwrap(provider, wrapping, kek, blob),
            new GCMParameterSpec(128, sealing.getIV()));
        opening.updateAAD(AAD);
        assertThat(opening.doFinal(sealed)).as("in mode %s", mode).isEqualTo(TEXT);
      }
    }
  }

  @Test
  void what_it_encrypts_any_other_aes_gcm_decrypts() throws Exception {
    byte[] value = SeededBytes.of(7, 32);
    try (KekkaiProvider provider = provider(PROFILE)) {
      KeyGenerator keks = KeyGenerator.getInstance("AES", provider);
      keks.init(KekSpec.aes("acme-known"));
      keks.generateKey();
      SecretKey dek =
          SecretKeyFactory.getInstance("AES", provider)
              .generateSecret(
                  new DekImportSpec(
                      new SecretKeySpec(value, "AES"),
                      DekSpec.under("acme-known").withBulk(BulkMode.HSM)));
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
      cipher.init(Cipher.ENCRYPT_MODE, dek);
      cipher.updateAAD(AAD);
      assertThat(cipher.getIV()).as("the module makes it").isNull();
      byte[] sealed = cipher.doFinal(TEXT);
      assertThat(cipher.getIV()).hasSize(16);
      assertThat(Software.sunGcm(Cipher.DECRYPT_MODE, value, cipher.getIV(), AAD, sealed))
          .isEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "auto, Nobody has verified wrap.functions = yes (profile generic) on this module",
    "generic, Nobody has verified wrap.functions = yes (profile generic) on this module",
    "softhsm2, C_OpenSession answered CKR_FUNCTION_FAILED",
    "nss, C_OpenSession answered CKR_FUNCTION_FAILED"
  })
  void without_the_file_nothing_works(String profile, String expected) {
    try (KekkaiProvider provider = token.provider("profile", profile, "bulk", "hsm")) {
      assertThatThrownBy(() -> makeAndWrap(provider, "without-" + profile))
          .hasMessageContaining(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "wrap.rfc3394, Nobody has verified wrap.rfc3394 = 0x2109",
    "gcm., Nobody has verified gcm.ivSource = caller and gcm.ivReturn = none",
    "softwareDek.path, Nobody has verified softwareDek.path = oaepDecrypt"
  })
  void without_one_of_its_lines_it_does_not_work(String knob, String expected) throws Exception {
    String less =
        PROFILE.lines().filter(line -> !line.startsWith(knob)).reduce("", (a, b) -> a + b + "\n");
    try (KekkaiProvider provider = provider(less)) {
      assertThatThrownBy(() -> makeAndWrap(provider, "less-" + knob.replace('.', '-')))
          .hasMessageContaining(expected);
    }
  }

  @Test
  void with_the_standards_number_in_its_place_it_does_not_work() throws Exception {
    String wrong = PROFILE.replace("wrap.rfc3394 = 0x80AC0001", "wrap.rfc3394 = 0x2109");
    assertThat(wrong).isNotEqualTo(PROFILE);
    try (KekkaiProvider provider = provider(wrong)) {
      assertThatThrownBy(() -> makeAndWrap(provider, "wrong-number"))
          .hasMessageContaining("C_WrapKey answered CKR_MECHANISM_INVALID");
    }
  }

  private static void makeAndWrap(KekkaiProvider provider, String kek)
      throws GeneralSecurityException, IOException {
    KeyGenerator keks = KeyGenerator.getInstance("AES", provider);
    keks.init(KekSpec.aes(kek));
    keks.generateKey();
    for (BulkMode mode : BulkMode.values()) {
      SecretKey dek = dek(provider, kek, mode);
      wrap(provider, KW, kek, dek);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
      cipher.init(Cipher.ENCRYPT_MODE, dek);
      cipher.doFinal(TEXT);
    }
  }

  private static KekkaiProvider provider(String profile) throws IOException {
    Path file = Files.writeString(token.folder().resolve("acme.properties"), profile);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    return token.provider("profile", file.toString(), "bulk", "hsm");
  }

  private static SecretKey dek(KekkaiProvider provider, String kek, BulkMode mode)
      throws GeneralSecurityException {
    KeyGenerator deks = KeyGenerator.getInstance("AES", provider);
    deks.init(DekSpec.under(kek).withBulk(mode));
    return deks.generateKey();
  }

  private static byte[] wrap(KekkaiProvider provider, String how, String kek, SecretKey dek)
      throws GeneralSecurityException, IOException {
    Cipher cipher = Cipher.getInstance(how, provider);
    cipher.init(Cipher.WRAP_MODE, kek(provider, kek));
    return cipher.wrap(dek);
  }

  private static Key unwrap(KekkaiProvider provider, String how, String kek, byte[] blob)
      throws GeneralSecurityException, IOException {
    Cipher cipher = Cipher.getInstance(how, provider);
    cipher.init(Cipher.UNWRAP_MODE, kek(provider, kek));
    return cipher.unwrap(blob, "AES", Cipher.SECRET_KEY);
  }

  private static Key kek(KekkaiProvider provider, String name)
      throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("Kekkai", provider);
    keys.load(null, null);
    return keys.getKey(name, null);
  }
}
