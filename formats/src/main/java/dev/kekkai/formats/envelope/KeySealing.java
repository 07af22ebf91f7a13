package dev.kekkai.formats.envelope;

import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.jwk.ECKey;
import dev.kekkai.formats.encoding.NistCurve;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.ProviderException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import javax.crypto.Cipher;

/** Encrypts DEKs for a public KEK, all in software. Thread-safe. */
sealed interface KeySealing {

  /**
   * Encrypts a DEK.
   *
   * @param header takes what the opener needs to know
   * @return the encrypted key
   * @throws ProviderException when this JVM lacks an algorithm
   */
  byte[] seal(WipeableKey dek, JWEHeader.Builder header);

  static KeySealing of(PublicKek kek) {
    return kek.key() instanceof RSAPublicKey rsa
        ? new Rsa(rsa)
        : new Ecdh((ECPublicKey) kek.key(), NistCurve.of((ECPublicKey) kek.key()).orElseThrow());
  }

  /**
   * RSA-OAEP-256.
   *
   * @param kek the public KEK
   */
  record Rsa(RSAPublicKey kek) implements KeySealing {
    @Override
    public byte[] seal(WipeableKey dek, JWEHeader.Builder header) {
      try {
        Cipher cipher = Ciphers.of(RsaOaep.TRANSFORMATION, null);
        cipher.init(Cipher.ENCRYPT_MODE, kek, RsaOaep.PARAMETERS);
        return cipher.doFinal(dek.getEncoded());
      } catch (GeneralSecurityException e) {
        throw new ProviderException("No provider encrypts with RSA-OAEP: " + e.getMessage(), e);
      }
    }
  }

  /**
   * ECDH-ES+A256KW, with a new ephemeral key each time.
   *
   * @param kek the public KEK
   * @param curve its curve
   */
  record Ecdh(ECPublicKey kek, NistCurve curve) implements KeySealing {
    private static final byte[] NO_PARTY = {};

    @Override
    public byte[] seal(WipeableKey dek, JWEHeader.Builder header) {
      KeyPair ephemeral = newPair();
      header.ephemeralPublicKey(
          new ECKey.Builder(curve.jose(), (ECPublicKey) ephemeral.getPublic()).build());
      WipeableKey wrappingKey =
          EcdhKeys.wrappingKey(ephemeral.getPrivate(), kek, null, NO_PARTY, NO_PARTY);
      try {
        return AesKeyWrap.wrap(wrappingKey, dek);
      } finally {
        wrappingKey.destroy();
      }
    }

    private KeyPair newPair() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(curve.params());
        return generator.generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new ProviderException("No provider makes keys on " + curve.jose().getName(), e);
      }
    }
  }
}
