package dev.kekkai.provider;

import java.security.spec.KeySpec;
import javax.crypto.SecretKey;

/**
 * Asks a {@code SecretKeyFactory} to take a software key over as a DEK that differs from the
 * configuration.
 *
 * @param key an AES-256 key that gives its bytes
 * @param dek KEK, place and wrap method of the DEK
 */
public record DekImportSpec(SecretKey key, DekSpec dek) implements KeySpec {
  @Override
  public String toString() {
    return "DekImportSpec[" + dek + "]";
  }
}
