package dev.kekkai.integration.survive;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import java.util.stream.Stream;

/** Tokens that can do AES-GCM behind the shim. */
final class ShimTokens {
  private ShimTokens() {}

  /**
   * All but NSS softokn where IAIK's natives call it: they ask for sizes, which NSS answers wrong,
   * and the shim does not have the message functions that are used instead.
   */
  static Stream<TestToken> withGcm() throws TokenException {
    return isIaik() ? Stream.of(Tokens.softHsm()) : Stream.of(Tokens.softHsm(), Tokens.nss());
  }

  private static boolean isIaik() throws TokenException {
    try (KekkaiProvider provider = Tokens.softHsm().provider()) {
      return provider.source().get().binding().equals("iaik");
    }
  }
}
