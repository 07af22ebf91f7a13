package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.TokenKey;
import java.util.Locale;

/** A key is no KEK for stored DEKs; it was not used. */
public final class KekRefusedException extends TokenException {
  private static final long serialVersionUID = 1L;

  KekRefusedException(TokenKey key) {
    super(
        String.format(
            Locale.ROOT,
            "%s is a key of kind %s, which stored DEKs are not wrapped under: whoever can write the"
                + " database could wrap a DEK of his own with the public key, and nothing but the"
                + " row's tag would tell. Use an AES KEK",
            key.ref(),
            key.kind()),
        false,
        null);
  }
}
