package dev.kekkai.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.testkit.TokenContract;
import dev.kekkai.testkit.matrix.NotSupported;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nimbus JOSE, unchanged, decrypts with the private KEK in the token. */
class NimbusTest extends TokenContract {
  private KeyPair rsa;

  @Override
  protected String[] overrides() {
    return new String[] {"kek", "nimbus"};
  }

  @Override
  protected void prepare() throws Exception {
    make(usualKek("nimbus"));
    rsa = pair("RSA", KekSpec.rsa(freshName(), 2048));
  }

  @BeforeEach
  void registeredLast() {
    Security.addProvider(provider());
  }

  @AfterEach
  void gone() {
    Security.removeProvider(provider().getName());
  }

  @Test
  @SuppressWarnings("deprecation") // RSA-OAEP with SHA-1 is all that SoftHSM2 has
  void rsa_oaep_opens_with_no_provider_named() throws Exception {
    assertThat(open(seal(JWEAlgorithm.RSA_OAEP, encrypter()), new RSADecrypter(rsa.getPrivate())))
        .isEqualTo("hello");
  }

  @Test
  @SuppressWarnings("deprecation")
  void rsa_oaep_opens_with_the_provider_set_for_the_key() throws Exception {
    RSADecrypter decrypter = new RSADecrypter(rsa.getPrivate());
    decrypter.getJCAContext().setKeyEncryptionProvider(provider());
    assertThat(open(seal(JWEAlgorithm.RSA_OAEP, encrypter()), decrypter)).isEqualTo("hello");
  }

  @Test
  void rsa_oaep_256_opens_with_no_provider_named() throws Exception {
    String token = seal(JWEAlgorithm.RSA_OAEP_256, encrypter());
    RSADecrypter decrypter = new RSADecrypter(rsa.getPrivate());
    if (!provider().source().get().profile().oaep().hashes().contains("SHA-256")) {
      assertThatThrownBy(() -> open(token, decrypter)).isInstanceOf(JOSEException.class);
      throw NotSupported.on(token(), "RSA-OAEP with SHA-256");
    }
    assertThat(open(token, decrypter)).isEqualTo("hello");
  }

  @Test
  void ecdh_es_with_a256kw_opens_with_no_provider_named() throws Exception {
    KeyPair ec = pair("EC", KekSpec.ec(freshName(), 256));
    String token =
        seal(JWEAlgorithm.ECDH_ES_A256KW, new ECDHEncrypter((ECPublicKey) ec.getPublic()));
    assertThat(open(token, new ECDHDecrypter(ec.getPrivate(), null, Curve.P_256)))
        .isEqualTo("hello");
  }

  @Test
  @SuppressWarnings("deprecation")
  void a_damaged_token_does_not_open() throws Exception {
    String token = seal(JWEAlgorithm.RSA_OAEP, encrypter());
    String[] parts = token.split("\\.");
    parts[1] =
        parts[1].substring(0, 10)
            + (parts[1].charAt(10) == 'A' ? 'B' : 'A')
            + parts[1].substring(11);
    assertThatThrownBy(() -> open(String.join(".", parts), new RSADecrypter(rsa.getPrivate())))
        .isInstanceOf(JOSEException.class);
  }

  private RSAEncrypter encrypter() {
    return new RSAEncrypter((RSAPublicKey) rsa.getPublic());
  }

  private static String seal(JWEAlgorithm algorithm, JWEEncrypter encrypter) throws Exception {
    JWEObject jwe =
        new JWEObject(new JWEHeader(algorithm, EncryptionMethod.A256GCM), new Payload("hello"));
    jwe.encrypt(encrypter);
    return jwe.serialize();
  }

  private static String open(String token, JWEDecrypter decrypter) throws Exception {
    JWEObject jwe = JWEObject.parse(token);
    jwe.decrypt(decrypter);
    return jwe.getPayload().toString();
  }

  private KeyPair pair(String algorithm, KekSpec spec) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider());
    generator.initialize(spec);
    return generator.generateKeyPair();
  }
}
