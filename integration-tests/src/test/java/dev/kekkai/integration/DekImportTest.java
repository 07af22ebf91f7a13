package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.provider.DekImportSpec;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.SoftHsmTokens;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With {@code dek.import = refuse} no key that software has in clear gets under a KEK. */
class DekImportTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();
  private static final String REFUSED = "dek.import = refuse";

  private final SecretKey software = new SecretKeySpec(new byte[32], "AES");
  private KekkaiProvider provider;
  private PublicKey rsa;

  @BeforeEach
  void open() throws Exception {
    provider =
        SoftHsmTokens.create("no-import-" + TOKENS.incrementAndGet())
            .provider("dek.import", "refuse", "kek", "payments");
    provider.maker().create(KekSpec.aes("payments"));
    rsa = provider.maker().create(KekSpec.rsa("cards", 2048)).publicKey();
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void no_software_key_becomes_a_dek() throws Exception {
    SecretKeyFactory factory = SecretKeyFactory.getInstance("AES", provider);
    assertThatThrownBy(() -> factory.generateSecret(new SecretKeySpec(new byte[32], "AES")))
        .isInstanceOf(InvalidKeySpecException.class)
        .hasMessageContaining(REFUSED);
    assertThatThrownBy(
            () -> factory.generateSecret(new DekImportSpec(software, DekSpec.under("payments"))))
        .isInstanceOf(InvalidKeySpecException.class)
        .hasMessageContaining(REFUSED);
    assertThatThrownBy(() -> factory.translateKey(software))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining(REFUSED);
  }

  @Test
  void no_software_key_is_wrapped_and_those_of_the_token_are() throws Exception {
    Cipher wrapping = Cipher.getInstance("AES/KW/NoPadding", provider);
    KeyStore keys = KeyStore.getInstance("Kekkai", provider);
    keys.load(null, null);
    wrapping.init(Cipher.WRAP_MODE, keys.getKey("payments", null));
    Cipher sealing = Cipher.getInstance("RSA/ECB/OAEPPadding", provider);
    sealing.init(Cipher.WRAP_MODE, rsa);
    for (Cipher cipher : new Cipher[] {wrapping, sealing}) {
      assertThatThrownBy(() -> cipher.wrap(software))
          .isInstanceOf(InvalidKeyException.class)
          .hasMessageContaining(REFUSED);
    }
    Key dek = KeyGenerator.getInstance("AES", provider).generateKey();
    assertThat(wrapping.wrap(dek)).hasSize(40);
    assertThat(sealing.wrap(dek)).hasSize(256);
  }
}
