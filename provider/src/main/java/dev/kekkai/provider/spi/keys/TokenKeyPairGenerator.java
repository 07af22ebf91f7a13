package dev.kekkai.provider.spi.keys;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenPrivateKey;
import dev.kekkai.provider.spi.support.JcaErrors;
import dev.kekkai.provider.spi.support.SpiContext;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGeneratorSpi;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code KeyPairGenerator} for RSA and EC: a named key on the token, its public half an ordinary
 * key of the JDK.
 */
public final class TokenKeyPairGenerator extends KeyPairGeneratorSpi {
  private final SpiContext context;
  private final Set<KeyKind> kinds;
  private final String wanted;
  private @Nullable KekSpec spec;

  private TokenKeyPairGenerator(SpiContext context, Set<KeyKind> kinds, String forms) {
    this.context = context;
    this.kinds = kinds;
    this.wanted =
        String.format(
            Locale.ROOT, "A key pair here is a named key on the token: initialize(%s)", forms);
  }

  /**
   * For RSA KEKs.
   *
   * @param context the provider it belongs to
   * @return a generator that needs a spec
   */
  public static TokenKeyPairGenerator rsa(SpiContext context) {
    return new TokenKeyPairGenerator(context, Set.of(KeyKind.RSA_KEK), "KekSpec.rsa(NAME, BITS)");
  }

  /**
   * For EC KEKs and seal keys.
   *
   * @param context the provider it belongs to
   * @return a generator that needs a spec
   */
  public static TokenKeyPairGenerator ec(SpiContext context) {
    return new TokenKeyPairGenerator(
        context,
        Set.of(KeyKind.EC_KEK, KeyKind.SEAL_KEY),
        "KekSpec.ec(NAME, BITS) or KekSpec.seal(NAME, BITS)");
  }

  @Override
  public void initialize(int keysize, SecureRandom random) {
    throw new InvalidParameterException(wanted);
  }

  @Override
  public void initialize(@Nullable AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    if (!(params instanceof KekSpec kek && kinds.contains(kek.kind()))) {
      throw new InvalidAlgorithmParameterException(wanted);
    }
    spec = kek;
  }

  @Override
  public KeyPair generateKeyPair() {
    KekSpec kek = spec;
    if (kek == null) {
      throw new IllegalStateException(wanted);
    }
    try {
      TokenKey made = context.maker().create(kek);
      return new KeyPair(made.publicKey(), TokenPrivateKey.of(context.source(), made));
    } catch (TokenException e) {
      throw JcaErrors.other(e);
    }
  }
}
