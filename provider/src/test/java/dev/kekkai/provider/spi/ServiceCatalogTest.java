package dev.kekkai.provider.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.ProviderFixture;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.InMemoryDek;
import java.nio.file.Path;
import java.security.InvalidParameterException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.ServiceLoader;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceCatalogTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "Cipher, AES/GCM/NoPadding",
    "Cipher, AES_256/GCM/NoPadding",
    "Cipher, 2.16.840.1.101.3.4.1.46",
    "Cipher, AES/KW/NoPadding",
    "Cipher, AES_256/KW/NoPadding",
    "Cipher, AESWrap",
    "Cipher, 2.16.840.1.101.3.4.1.45",
    "Cipher, AES/KWP/NoPadding",
    "Cipher, AESWrapPad",
    "Cipher, 2.16.840.1.101.3.4.1.48",
    "Cipher, RSA/ECB/OAEPPadding",
    "Cipher, RSA/ECB/OAEPWithSHA-1AndMGF1Padding",
    "Cipher, RSA/ECB/OAEPWithSHA-256AndMGF1Padding",
    "Cipher, 1.2.840.113549.1.1.7",
    "AlgorithmParameters, GCM",
    "AlgorithmParameters, 2.16.840.1.101.3.4.1.46",
    "AlgorithmParameters, OAEP",
    "KeyStore, Kekkai",
    "KeyGenerator, AES",
    "KeyGenerator, HmacSHA256",
    "KeyPairGenerator, RSA",
    "KeyPairGenerator, EC",
    "KeyAgreement, ECDH",
    "Signature, SHA256withECDSA",
    "Signature, SHA384withECDSA",
    "SecretKeyFactory, AES",
    "Mac, HmacSHA256",
    "SecureRandom, Kekkai"
  })
  void everyServiceIsOfferedAndMadeWithoutTouchingTheToken(String type, String algorithm)
      throws Exception {
    Provider.Service service = ProviderFixture.provider(folder).getService(type, algorithm);

    assertThat(service).isNotNull();
    assertThat(service.newInstance(null).getClass().getName()).isEqualTo(service.getClassName());
    assertThatThrownBy(() -> service.newInstance("parameter"))
        .isInstanceOf(InvalidParameterException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "softhsm2, RSA/ECB/OAEPWithSHA-256AndMGF1Padding, false",
    "softhsm2, RSA/ECB/OAEPWithSHA-1AndMGF1Padding, true",
    "softhsm2, AESWrapPad, true",
    "generic, AESWrapPad, false",
    "generic, AESWrap, true",
    "nss, RSA/ECB/OAEPWithSHA-256AndMGF1Padding, true"
  })
  void aNamedProfileDecidesOverTheList(String profile, String cipher, boolean offered)
      throws Exception {
    KekkaiProvider provider = ProviderFixture.provider(folder, "profile", profile);

    assertThat(provider.getService("Cipher", cipher) != null).isEqualTo(offered);
  }

  @Test
  void aModuleThatShowsNoSharedSecretHasNoKeyAgreement() throws Exception {
    assertThat(
            ProviderFixture.provider(folder, "profile", "generic")
                .getService("KeyAgreement", "ECDH"))
        .isNull();
  }

  @Test
  void theKeyStoreIsCalledPkcs11OnlyWhenConfiguredSo() throws Exception {
    assertThat(ProviderFixture.provider(folder).getService("KeyStore", "PKCS11")).isNull();
    KeyStore store =
        KeyStore.getInstance("PKCS11", ProviderFixture.provider(folder, "aliases", "pkcs11"));
    assertThat(store.getType()).isEqualTo("PKCS11");
  }

  @Test
  void anUnconfiguredProviderIsFoundAndOffersNothing() {
    Provider found =
        ServiceLoader.load(Provider.class).stream()
            .filter(p -> p.type() == KekkaiProvider.class)
            .findFirst()
            .orElseThrow()
            .get();

    assertThat(found.getName()).isEqualTo("Kekkai");
    assertThat(found.isConfigured()).isFalse();
    assertThat(found.getServices()).isEmpty();
  }

  @Test
  void theTokensGeneratorIsNeverTheDefault() throws Exception {
    KekkaiProvider provider = ProviderFixture.provider(folder);
    Security.insertProviderAt(provider, 1);
    try {
      assertThat(new SecureRandom().getProvider()).isNotSameAs(provider);
      assertThat(SecureRandom.getInstance("Kekkai").getProvider()).isSameAs(provider);
      assertThat(provider.getServices()).anyMatch(s -> s.getType().equals("SecureRandom"));
    } finally {
      Security.removeProvider(provider.getName());
    }
  }

  @Test
  void delayedSelectionGivesEachKeyToItsOwner() throws Exception {
    KekkaiProvider one = ProviderFixture.provider(folder, "name", "one");
    KekkaiProvider two = ProviderFixture.provider(folder, "name", "two");
    DekKey ofOne = new InMemoryDek(new byte[32]).open(one.source(), (byte) 1, 10);
    DekKey ofTwo = new InMemoryDek(new byte[32]).open(two.source(), (byte) 1, 10);
    for (int position : new int[] {1, Security.getProviders().length + 1}) {
      Security.insertProviderAt(one, position);
      Security.insertProviderAt(two, position);
      try {
        assertThat(chosen(ofOne)).isSameAs(one);
        assertThat(chosen(ofTwo)).isSameAs(two);
        assertThat(chosen(new SecretKeySpec(new byte[32], "AES")).getName()).isEqualTo("SunJCE");
      } finally {
        Security.removeProvider(one.getName());
        Security.removeProvider(two.getName());
      }
    }
  }

  private static Provider chosen(java.security.Key key) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key);
    return cipher.getProvider();
  }
}
