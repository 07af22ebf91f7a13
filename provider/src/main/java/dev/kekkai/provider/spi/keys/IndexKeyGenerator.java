package dev.kekkai.provider.spi.keys;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
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

/** {@code KeyGenerator} for HmacSHA256: the key of a blind index on the token. */
public final class IndexKeyGenerator extends KeyGeneratorSpi {
  private static final String WANTED =
      "An HMAC key here is a named key on the token: init(KekSpec.index(NAME))";

  private final SpiContext context;
  private @Nullable KekSpec spec;

  /**
   * Needs a spec before it makes anything.
   *
   * @param context the provider it belongs to
   */
  public IndexKeyGenerator(SpiContext context) {
    this.context = context;
  }

  @Override
  protected void engineInit(SecureRandom random) {
    spec = null;
  }

  @Override
  protected void engineInit(int keysize, SecureRandom random) {
    throw new InvalidParameterException(WANTED);
  }

  @Override
  protected void engineInit(@Nullable AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    if (!(params instanceof KekSpec wanted && wanted.kind() == KeyKind.INDEX_KEY)) {
      throw new InvalidAlgorithmParameterException(WANTED);
    }
    spec = wanted;
  }

  @Override
  protected SecretKey engineGenerateKey() {
    KekSpec wanted = spec;
    if (wanted == null) {
      throw new IllegalStateException(WANTED);
    }
    try {
      return new KekKey(context.source(), context.maker().create(wanted));
    } catch (TokenException e) {
      throw JcaErrors.other(e);
    }
  }
}
