package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.Cka;
import java.util.Map;

/**
 * What a usage beside its own lets an attacker do with a key (Clulow 2003; Bortolozzo et al. 2010).
 */
final class UsageAttacks {
  private static final Map<Long, String> ATTACKS =
      Map.ofEntries(
          Map.entry(Cka.DECRYPT, "wrap a key, then decrypt the blob as data (wrap/decrypt attack)"),
          Map.entry(Cka.ENCRYPT, "encrypt a known key, then unwrap it (encrypt/unwrap attack)"),
          Map.entry(
              Cka.WRAP,
              "wrap another key with this one and decrypt the blob (wrap/decrypt attack)"),
          Map.entry(Cka.UNWRAP, "unwrap chosen bytes as a key (key conjuring)"),
          Map.entry(Cka.SIGN, "sign with a key that is not for signing (cross-protocol use)"),
          Map.entry(
              Cka.SIGN_RECOVER,
              "apply the bare private operation to chosen bytes, which decrypts a blob"),
          Map.entry(
              Cka.VERIFY_RECOVER,
              "recover data with a key that is not for it (cross-protocol use)"),
          Map.entry(Cka.VERIFY, "verify with a key that is not for it (cross-protocol use)"),
          Map.entry(
              Cka.DERIVE, "derive a shorter or related key and search it (derivation attack)"));

  private UsageAttacks() {}

  static String of(long usage) {
    return ATTACKS.getOrDefault(usage, "a second usage set");
  }
}
