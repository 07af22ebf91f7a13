package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.Cka;
import java.util.Map;

/**
 * What a usage beside its own lets an attacker do with a key (Clulow 2003; Bortolozzo et al. 2010).
 */
final class UsageAttacks {
  private static final Map<Long, String> ATTACKS =
      Map.of(
          Cka.DECRYPT, "wrap a key, then decrypt the blob as data (wrap/decrypt attack)",
          Cka.ENCRYPT, "encrypt a known key, then unwrap it (encrypt/unwrap attack)",
          Cka.WRAP, "wrap another key with this one and decrypt the blob (wrap/decrypt attack)",
          Cka.UNWRAP, "unwrap chosen bytes as a key (key conjuring)",
          Cka.SIGN, "sign with a key that is not for signing (cross-protocol use)",
          Cka.VERIFY, "verify with a key that is not for it (cross-protocol use)",
          Cka.DERIVE, "derive a shorter or related key and search it (derivation attack)");

  private UsageAttacks() {}

  static String of(long usage) {
    return ATTACKS.getOrDefault(usage, "a second usage set");
  }
}
