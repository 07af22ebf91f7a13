package dev.kekkai.integration.survive;

import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import java.util.stream.Stream;

/** The tokens that do AES-GCM through the shim. */
final class GcmTokens {
  private GcmTokens() {}

  /**
   * IAIK's natives need the message functions of PKCS#11 3.0 for GCM on NSS softokn, and the shim
   * has the functions of 2.40.
   */
  static Stream<TestToken> throughShim() {
    return isFfm() ? Stream.of(Tokens.softHsm(), Tokens.nss()) : Stream.of(Tokens.softHsm());
  }

  static boolean isFfm() {
    try {
      return BindingFactory.usualName().equals("ffm");
    } catch (TokenException e) {
      throw new IllegalStateException(e);
    }
  }
}
