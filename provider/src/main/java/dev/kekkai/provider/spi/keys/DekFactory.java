package dev.kekkai.provider.spi.keys;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.DekImportSpec;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.Deks;
import dev.kekkai.provider.keys.KekkaiKey;
import dev.kekkai.provider.spi.support.JcaErrors;
import dev.kekkai.provider.spi.support.SpiContext;
import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * {@code SecretKeyFactory} for AES: takes a software key over as a DEK. It is imported into the
 * token for one call and wrapped under a KEK; the caller's own copy stays the caller's to destroy.
 */
public final class DekFactory extends SecretKeyFactorySpi {
  private final SpiContext context;

  /**
   * Imports under the configured KEK, unless a {@link DekImportSpec} names another.
   *
   * @param context the provider it belongs to
   */
  public DekFactory(SpiContext context) {
    this.context = context;
  }

  @Override
  protected SecretKey engineGenerateSecret(KeySpec spec) throws InvalidKeySpecException {
    try {
      if (spec instanceof SecretKeySpec key) {
        return take(key, null);
      }
      if (spec instanceof DekImportSpec wanted) {
        return take(wanted.key(), wanted.dek());
      }
    } catch (InvalidKeyException e) {
      throw new InvalidKeySpecException(e.getMessage(), e);
    }
    throw new InvalidKeySpecException(
        "A SecretKeySpec with an AES-256 key or a DekImportSpec is needed");
  }

  @Override
  protected KeySpec engineGetKeySpec(SecretKey key, Class<?> keySpec)
      throws InvalidKeySpecException {
    throw new InvalidKeySpecException(
        "The bytes of a Kekkai key are not told; store the DEK's wrapped form");
  }

  @Override
  protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
    return context.owns(key) && key instanceof DekKey ? key : take(key, null);
  }

  private SecretKey take(SecretKey key, @Nullable DekSpec spec) throws InvalidKeyException {
    byte[] value = key instanceof KekkaiKey ? null : key.getEncoded();
    if (value == null) {
      throw new InvalidKeyException(
          "A software AES key that gives its bytes is needed, not " + key);
    }
    try {
      if (!key.getAlgorithm().equalsIgnoreCase("AES") || value.length != Deks.DEK_BYTES) {
        throw new InvalidKeyException(
            String.format(
                Locale.ROOT,
                "A DEK is an AES key of %d bytes; the key given is %s of %d",
                Deks.DEK_BYTES,
                key.getAlgorithm(),
                value.length));
      }
      return new DekMaker(context).take(value, spec);
    } catch (TokenException e) {
      throw JcaErrors.init(e);
    } finally {
      Arrays.fill(value, (byte) 0);
    }
  }
}
