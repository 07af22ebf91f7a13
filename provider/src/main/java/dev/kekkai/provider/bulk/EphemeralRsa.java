package dev.kekkai.provider.bulk;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KekOperations;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * For modules that never let CKA_VALUE be read: the DEK is unwrapped in the token and wrapped again
 * to an RSA key pair that lives in this process for this one call.
 */
final class EphemeralRsa {
  private static final int BITS = 3072;

  private final HsmProfile profile;
  private final KekOperations operations;

  EphemeralRsa(HsmProfile profile, KekOperations operations) {
    this.profile = profile;
    this.operations = operations;
  }

  byte[] export(Session session, WrappedDek wrapped, TokenKey kek) throws TokenException {
    String digest =
        profile.oaep().hashes().stream()
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("profile without OAEP"));
    Mechanism oaep = operations.mechanisms().oaep(digest, digest, new byte[0]);
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      ObjectHandle dek =
          operations.unwrap(session, kek, wrapped, operations.templates().transitDek());
      byte[] blob;
      try {
        blob = operations.wrap(session, (RSAPublicKey) pair.getPublic(), oaep, dek);
      } finally {
        session.discard(dek);
      }
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
      cipher.init(
          Cipher.DECRYPT_MODE,
          pair.getPrivate(),
          new OAEPParameterSpec(
              digest, "MGF1", new MGF1ParameterSpec(digest), PSource.PSpecified.DEFAULT));
      return cipher.doFinal(blob);
    } catch (GeneralSecurityException e) {
      throw new TokenException("A DEK could not be taken over in software", false, e);
    }
  }
}
