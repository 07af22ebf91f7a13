package dev.kekkai.keyserver;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenPrivateKey;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Locale;

/**
 * A key on the token that signs and does nothing else.
 *
 * @param alias which version of which key
 * @param privateKey stays on the token
 * @param publicKey verifies what it signs
 */
record TokenSealKey(String alias, PrivateKey privateKey, ECPublicKey publicKey) {

  /**
   * The primary version of a name.
   *
   * @throws TokenException when the token does not have it, or does not answer
   * @throws ConfigException when it is a key for something else
   */
  static TokenSealKey find(KekkaiProvider provider, String setting, String name)
      throws TokenException {
    TokenKey key = provider.tokenKeys().find(name);
    if (key.kind() == KeyKind.SEAL_KEY && key.publicKey() instanceof ECPublicKey publicKey) {
      return new TokenSealKey(
          key.ref().label(), TokenPrivateKey.of(provider.source(), key), publicKey);
    }
    throw new ConfigException(
        "Token",
        List.of(
            new Problem(
                setting,
                name,
                String.format(
                    Locale.ROOT,
                    "must be a seal key, and is of kind %s: make one with"
                        + " 'kekkai seal-key create'",
                    key.kind()))));
  }
}
