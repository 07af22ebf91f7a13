package dev.kekkai.integration.store;

import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;

/** A token beside the one under test, made once. */
final class KekProofTokens {
  private static final TestToken OTHER = SoftHsmTokens.create("kek-proof");

  private KekProofTokens() {}

  /** Without any key that another token has; to be closed by the caller. */
  static KekkaiProvider empty() {
    return OTHER.provider();
  }
}
