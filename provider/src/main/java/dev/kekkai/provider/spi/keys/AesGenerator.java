package dev.kekkai.provider.spi.keys;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.DekSpec;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.keys.KekKey;
import dev.kekkai.provider.spi.support.JcaErrors;
import dev.kekkai.provider.spi.support.SpiContext;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * {@code KeyGenerator} for AES: a DEK under the configured KEK, unless a {@link DekSpec} or {@link
 * KekSpec} says otherwise. The token's generator makes the key; the caller's is not used.
 */
public final class AesGenerator extends KeyGeneratorSpi {
  private static final int BITS = 256;

  private final SpiContext context;
  private @Nullable DekSpec dek;
  private @Nullable KekSpec kek;

  /**
   * Makes DEKs by configuration.
   *
   * @param context the provider it belongs to
   */
  public AesGenerator(SpiContext context) {
    this.context = context;
  }

  @Override
  protected void engineInit(SecureRandom random) {
    dek = null;
    kek = null;
  }

  @Override
  protected void engineInit(int keysize, SecureRandom random) {
    if (keysize != BITS) {
      throw new InvalidParameterException("A DEK is an AES-256 key, not AES-" + keysize);
    }
    engineInit(random);
  }

  @Override
  protected void engineInit(@Nullable AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    engineInit(random);
    if (params instanceof DekSpec spec) {
      dek = spec;
    } else if (params instanceof KekSpec spec && spec.kind() == KeyKind.AES_KEK) {
      kek = spec;
    } else {
      throw new InvalidAlgorithmParameterException(
          "An AES key here is a DEK (DekSpec) or an AES KEK (KekSpec.aes), not " + params);
    }
  }

  @Override
  protected SecretKey engineGenerateKey() {
    KekSpec tokenKey = kek;
    try {
      return tokenKey == null
          ? new DekMaker(context).generate(dek)
          : new KekKey(context.source(), context.maker().create(tokenKey));
    } catch (TokenException e) {
      throw JcaErrors.other(e);
    }
  }
}
