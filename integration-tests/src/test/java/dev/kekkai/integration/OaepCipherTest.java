package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kekkai.config.BulkMode;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.testkit.matrix.NotSupported;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RSA-OAEP with the private half in the token, and software on the other side. */
class OaepCipherTest extends JcaContract {
  private static final KeyPair SOFTWARE = SoftwarePair.rsa();

  private KeyPair pair;

  @Override
  protected void prepare() throws Exception {
    super.prepare();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider());
    generator.initialize(KekSpec.rsa(freshName(), 2048));
    pair = generator.generateKeyPair();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA-1", "SHA-256", "SHA-384", "SHA-512"})
  void the_token_unwraps_what_sunjce_and_bouncy_castle_wrapped(String digest) throws Exception {
    requires(digest);
    for (byte[] blob :
        new byte[][] {
          softwareWrap(Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE"), digest),
          softwareWrap(
              Cipher.getInstance(
                  "RSA/ECB/OAEPPadding", new org.bouncycastle.jce.provider.BouncyCastleProvider()),
              digest)
        }) {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", provider());
      cipher.init(Cipher.UNWRAP_MODE, pair.getPrivate(), spec(digest));
      holdsKey((SecretKey) cipher.unwrap(blob, "AES", Cipher.SECRET_KEY));
    }
  }

  private byte[] softwareWrap(Cipher cipher, String digest) throws GeneralSecurityException {
    cipher.init(Cipher.WRAP_MODE, pair.getPublic(), spec(digest));
    return cipher.wrap(new SecretKeySpec(KEY, "AES"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA-1", "SHA-256", "SHA-384", "SHA-512"})
  void software_unwraps_what_the_token_wrapped(String digest) throws Exception {
    requires(digest);
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", provider());
    cipher.init(Cipher.WRAP_MODE, SOFTWARE.getPublic(), spec(digest));
    byte[] blob = cipher.wrap(imported(KEY, BulkMode.HSM));
    Cipher back = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
    back.init(Cipher.UNWRAP_MODE, SOFTWARE.getPrivate(), spec(digest));
    assertThat(back.unwrap(blob, "AES", Cipher.SECRET_KEY).getEncoded()).isEqualTo(KEY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RSA/ECB/OAEPPadding",
        "RSA/ECB/OAEPWithSHA-1AndMGF1Padding",
        "1.2.840.113549.1.1.7"
      })
  void without_parameters_a_name_means_what_it_means_to_sunjce(String algorithm) throws Exception {
    Cipher software =
        Cipher.getInstance(
            algorithm.startsWith("1.") ? "RSA/ECB/OAEPPadding" : algorithm, "SunJCE");
    software.init(Cipher.WRAP_MODE, pair.getPublic());
    byte[] blob = software.wrap(new SecretKeySpec(KEY, "AES"));
    Cipher cipher = Cipher.getInstance(algorithm, provider());
    cipher.init(Cipher.UNWRAP_MODE, pair.getPrivate());
    holdsKey((SecretKey) cipher.unwrap(blob, "AES", Cipher.SECRET_KEY));
  }

  @Test
  void oaep_with_sha_256_and_mgf1_with_sha_1_names_the_spec_to_pass() throws Exception {
    Cipher cipher;
    try {
      cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", provider());
    } catch (NoSuchAlgorithmException e) {
      throw NotSupported.on(token(), "RSA-OAEP with SHA-256");
    }
    assertThatThrownBy(() -> cipher.init(Cipher.UNWRAP_MODE, pair.getPrivate()))
        .hasMessageContainingAll("SHA-256", "SHA-1", "OAEPParameterSpec");
  }

  @Test
  void every_way_a_blob_is_bad_gives_the_one_error() throws Exception {
    byte[] good = softwareWrap(Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE"), "SHA-1");
    byte[] flipped = good.clone();
    flipped[100] ^= 1;
    byte[] pkcs1 = pkcs1(pair.getPublic());
    String text = null;
    for (byte[] bad :
        new byte[][] {
          flipped, pkcs1, new byte[256], java.util.Arrays.copyOf(good, 255), new byte[1]
        }) {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", provider());
      cipher.init(Cipher.UNWRAP_MODE, pair.getPrivate());
      InvalidKeyException e =
          catchThrowableOfType(
              InvalidKeyException.class, () -> cipher.unwrap(bad, "AES", Cipher.SECRET_KEY));
      assertThat(e).as(bad.length + " bytes").isNotNull().hasNoCause();
      text = text == null ? e.getMessage() : text;
      assertThat(e).hasMessage(text);
    }
  }

  private static byte[] pkcs1(PublicKey key) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding", "SunJCE");
    cipher.init(Cipher.WRAP_MODE, key);
    return cipher.wrap(new SecretKeySpec(KEY, "AES"));
  }

  @Test
  void a_software_private_key_is_refused() throws Exception {
    PrivateKey software = SOFTWARE.getPrivate();
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", provider());
    assertThatThrownBy(() -> cipher.init(Cipher.UNWRAP_MODE, software))
        .isInstanceOf(InvalidKeyException.class);
  }

  private void requires(String digest) throws Exception {
    if (!provider().source().get().profile().oaep().hashes().contains(digest)) {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", provider());
      assertThatThrownBy(() -> cipher.init(Cipher.UNWRAP_MODE, pair.getPrivate(), spec(digest)))
          .hasMessageContainingAll(digest, "OAEPParameterSpec");
      throw NotSupported.on(token(), "RSA-OAEP with " + digest);
    }
  }

  private static OAEPParameterSpec spec(String digest) {
    return new OAEPParameterSpec(
        digest, "MGF1", new MGF1ParameterSpec(digest), PSource.PSpecified.DEFAULT);
  }

  private void holdsKey(SecretKey unwrapped) throws GeneralSecurityException {
    byte[] iv = SeededBytes.of(1, 12);
    byte[] sealed = Software.sunGcm(Cipher.ENCRYPT_MODE, KEY, iv, new byte[0], new byte[] {42});
    Cipher cipher = gcm();
    cipher.init(Cipher.DECRYPT_MODE, unwrapped, new GCMParameterSpec(128, iv));
    assertThat(cipher.doFinal(sealed)).containsExactly(42);
  }
}
