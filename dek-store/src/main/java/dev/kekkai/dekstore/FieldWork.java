package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldCipher;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekKey;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.util.UUID;
import javax.crypto.SecretKey;

/** Field tokens under a DEK handle; what JCA wraps is unwrapped again, so that causes are seen. */
final class FieldWork {
  private final KekkaiProvider provider;
  private final FieldCipher cipher;

  FieldWork(KekkaiProvider provider) {
    this.provider = provider;
    try {
      this.cipher = FieldCipher.with(provider);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("The Kekkai provider has no AES-GCM", e);
    }
  }

  byte[] encrypt(SecretKey dek, UUID id, byte[] plaintext, EncryptionContext context)
      throws TokenException {
    try {
      return cipher.encrypt(dek, id, plaintext, context);
    } catch (GeneralSecurityException | ProviderException | IllegalStateException e) {
      throw tokenTrouble(e, "AES-GCM");
    }
  }

  byte[] decrypt(SecretKey dek, UUID id, byte[] token, EncryptionContext context)
      throws TokenException, FieldDecryptionException {
    try {
      return cipher.decrypt(dek, id, token, context);
    } catch (InvalidKeyException | ProviderException | IllegalStateException e) {
      throw tokenTrouble(e, "AES-GCM");
    }
  }

  /** As JCA takes it; to be kept with the handle. */
  DekKey key(DekHandle dek) {
    return new DekKey(provider.source(), dek);
  }

  /** The token's own words, where there are some in what JCA says. */
  static TokenException tokenTrouble(Exception e, String what) {
    for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
      if (t instanceof TokenException trouble) {
        return trouble;
      }
    }
    return new TokenException(what + " failed: " + e.getMessage(), false, e);
  }
}
