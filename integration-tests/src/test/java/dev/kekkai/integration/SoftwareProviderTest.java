package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.RefusedConfigurationException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import dev.kekkai.testkit.fault.Shim;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AES-GCM in software by a provider that the operator chose. */
class SoftwareProviderTest {
  private static final byte[] TEXT = "4111 1111 1111 1111".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AAD = {1, 2, 3};
  private static final byte[] IV = new byte[12];

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Nobody | names no registered JCA provider; there are [",
        "SUN | has no AES/GCM/NoPadding, which bulk = software needs",
      })
  void one_that_cannot_is_refused_at_the_start_and_nobody_logs_in(String name, String reason)
      throws Exception {
    try (Shim shim = Shim.over(Tokens.softHsm());
        KekkaiProvider provider = shim.token().provider("software.provider", name, "kek", "any")) {
      assertThatThrownBy(() -> provider.source().get())
          .isInstanceOf(RefusedConfigurationException.class)
          .hasMessageStartingWith("software.provider = " + name + ": " + reason);
      KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
      assertThatThrownBy(generator::generateKey).hasStackTraceContaining(reason);
      assertThat(shim.calls("C_Initialize")).isZero();
    }
  }

  @Test
  void with_bulk_in_the_hsm_it_does_not_matter() throws Exception {
    try (KekkaiProvider provider =
        Tokens.softHsm().provider("bulk", "hsm", "software.provider", "Nobody")) {
      assertThat(provider.source().get().incarnation()).isPositive();
    }
  }

  /** What docs/fips.md says of it. In a class loader of its own, as bcprov is on the class path. */
  @Test
  void bouncy_castle_fips_in_approved_only_mode() throws Exception {
    URL jar = Path.of(System.getProperty("kekkai.test.bcfips")).toUri().toURL();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader())) {
      Provider fips = approvedOnly(loader);
      Security.addProvider(fips);
      try {
        doesWhatSunJceDoes(SoftHsmTokens.create("bc-fips"), fips.getName());
        takesIvsFromOutsideAndMakesNoneByAnyGenerator(fips);
      } finally {
        Security.removeProvider(fips.getName());
      }
    }
  }

  private static Provider approvedOnly(ClassLoader loader) throws Exception {
    String mode = "org.bouncycastle.fips.approved_only";
    String natives = "org.bouncycastle.native.cpu_variant";
    System.setProperty(mode, "true");
    System.setProperty(natives, "java"); // unpacks no library
    try {
      Provider fips =
          (Provider)
              loader
                  .loadClass("org.bouncycastle.jcajce.provider.BouncyCastleFipsProvider")
                  .getConstructor()
                  .newInstance();
      assertThat(
              loader
                  .loadClass("org.bouncycastle.crypto.CryptoServicesRegistrar")
                  .getMethod("isInApprovedOnlyMode")
                  .invoke(null))
          .isEqualTo(true);
      return fips;
    } finally {
      System.clearProperty(mode);
      System.clearProperty(natives);
    }
  }

  private static void doesWhatSunJceDoes(TestToken token, String name) throws Exception {
    try (KekkaiProvider fips = token.provider("software.provider", name);
        KekkaiProvider sun = token.provider()) {
      TokenKey kek = fips.maker().create(KekSpec.aes("payments"));
      try (DekHandle byFips = fips.deks().generate(kek, DekPolicy.of(token.config()))) {
        WrappedDek wrapped = byFips.wrapped();
        try (DekHandle bySun = sun.deks().open(wrapped, DekPolicy.of(token.config()))) {
          byte[] sealed = encrypt(byFips);
          assertThat(sealed).isEqualTo(encrypt(bySun));
          assertThat(decrypt(bySun, sealed)).isEqualTo(TEXT);
          assertThat(decrypt(byFips, sealed)).isEqualTo(TEXT);
          sealed[3] ^= 1;
          assertThatThrownBy(() -> decrypt(byFips, sealed))
              .isInstanceOf(AEADBadTagException.class)
              .hasNoCause()
              .hasMessage("Decryption failed: ciphertext, tag, IV, AAD or key do not fit");
        }
      }
    }
  }

  private static byte[] encrypt(DekHandle dek) throws Exception {
    byte[] out = new byte[TEXT.length + 16];
    try (DekHandle.Lease lease = dek.forEncryption()) {
      lease.key().encrypt(IV, AAD, TEXT, 0, TEXT.length, out, 0);
    }
    return out;
  }

  private static byte[] decrypt(DekHandle dek, byte[] sealed) throws Exception {
    byte[] out = new byte[TEXT.length];
    try (DekHandle.Lease lease = dek.forDecryption()) {
      int length = lease.key().decrypt(IV, AAD, sealed, 0, sealed.length, out, 0);
      return Arrays.copyOf(out, length);
    }
  }

  private static void takesIvsFromOutsideAndMakesNoneByAnyGenerator(Provider fips)
      throws GeneralSecurityException {
    SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
    for (int time = 0; time < 2; time++) {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", fips);
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, IV));
      assertThat(cipher.doFinal(TEXT)).hasSize(TEXT.length + 16);
    }
    Cipher own = Cipher.getInstance("AES/GCM/NoPadding", fips);
    assertThatThrownBy(() -> own.init(Cipher.ENCRYPT_MODE, key, new SecureRandom()))
        .hasMessageContaining("GCM IV can only be generated by an approved");
    own.init(Cipher.ENCRYPT_MODE, key, SecureRandom.getInstance("DEFAULT", fips));
    assertThat(own.getIV()).hasSize(12);
  }
}
