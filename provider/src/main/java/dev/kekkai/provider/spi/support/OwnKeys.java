package dev.kekkai.provider.spi.support;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.KekKey;
import dev.kekkai.provider.keys.KekkaiKey;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenPrivateKey;
import java.security.InvalidKeyException;
import java.security.Key;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says whether a key given to a service is one it can use, and if not, what would be. */
public final class OwnKeys {
  private final SpiContext context;

  /**
   * For one provider.
   *
   * @param context the provider
   */
  public OwnKeys(SpiContext context) {
    this.context = context;
  }

  /**
   * A DEK of this provider.
   *
   * @param key what the caller gave
   * @return the same
   * @throws InvalidKeyException when it is none, or closed; says what to do
   */
  public DekKey dek(@Nullable Key key) throws InvalidKeyException {
    if (!context.owns(key)) {
      throw notOwn(
          key,
          "a DEK",
          "SecretKeyFactory.getInstance(\"AES\", \"PROVIDER\") takes an AES-256 key over as one");
    }
    if (!(key instanceof DekKey dek)) {
      throw wrongKind(key, "a DEK");
    }
    if (dek.isDestroyed()) {
      throw new InvalidKeyException("This DEK has been closed; open its wrapped form again");
    }
    return dek;
  }

  /**
   * A key of this provider that lives on the token.
   *
   * @param key what the caller gave
   * @param kind the kind needed
   * @param wanted how a person calls that kind, such as {@code an AES KEK}
   * @return the key on the token
   * @throws InvalidKeyException when it is none; says what it is
   */
  public TokenKey tokenKey(@Nullable Key key, KeyKind kind, String wanted)
      throws InvalidKeyException {
    if (!context.owns(key)) {
      throw notOwn(
          key, wanted, "KeyStore.getInstance(\"Kekkai\", \"PROVIDER\") has those on the token");
    }
    TokenKey found = null;
    if (key instanceof KekKey secret) {
      found = secret.key();
    } else if (key instanceof TokenPrivateKey privateKey) {
      found = privateKey.key();
    }
    if (found == null || found.kind() != kind) {
      throw wrongKind(key, wanted);
    }
    return found;
  }

  /** The hint says PROVIDER for the provider's name. */
  private InvalidKeyException notOwn(@Nullable Key key, String wanted, String hint) {
    if (key == null) {
      return new InvalidKeyException("No key given; " + wanted + " is needed");
    }
    if (key instanceof KekkaiKey) {
      return new InvalidKeyException(
          String.format(
              Locale.ROOT,
              "The key belongs to another Kekkai provider, not to %s; use it with the one it came from",
              context.provider()));
    }
    return new InvalidKeyException(
        String.format(
            Locale.ROOT,
            "%s needs %s of its own, not a software key (%s); %s",
            context.provider(),
            wanted,
            key.getAlgorithm(),
            hint.replace("PROVIDER", context.provider())));
  }

  private static InvalidKeyException wrongKind(@Nullable Key key, String wanted) {
    return new InvalidKeyException(
        String.format(Locale.ROOT, "%s is needed here, and this is %s", capital(wanted), key));
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
