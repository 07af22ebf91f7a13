package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.Cka;
import java.util.Map;

/** What a second usage set lets an attacker do with a key, in the words of the usage. */
final class UsageAttacks {
  private static final Map<Long, String> ATTACKS =
      Map.of(
          Cka.WRAP,
          "wrap another key with this one and decrypt the blob (wrap/decrypt attack)",
          Cka.UNWRAP,
          "unwrap chosen bytes as a key (key conjuring)",
          Cka.SIGN,
          "sign with a key that is not for signing (cross-protocol use)",
          Cka.VERIFY_RECOVER,
          "recover data with a key that is not for it (cross-protocol use)",
          Cka.VERIFY,
          "verify with a key that is not for it (cross-protocol use)");

  private UsageAttacks() {}

  /** Of a rule that the usage breaks. */
  static String of(KeyRule rule, long usage) {
    return rule == KeyRule.MIXED_USAGE ? ATTACKS.getOrDefault(usage, rule.attack()) : rule.attack();
  }
}
