package dev.kekkai.provider.audit;

import dev.kekkai.cryptoki.Cko;
import dev.kekkai.provider.keys.KeyObject;
import dev.kekkai.provider.keys.KeyRule;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Labels and CKA_IDs that name more than one secret or private key. */
final class Identities {
  private Identities() {}

  static void check(List<AuditedKey> keys) {
    List<AuditedKey> secret =
        keys.stream().filter(audited -> !audited.key().isOf(Cko.PUBLIC_KEY)).toList();
    check(secret, KeyObject::label, KeyRule.SAME_LABEL, "the label '%s' names %d keys");
    check(secret, KeyObject::id, KeyRule.SAME_ID, "the CKA_ID %s names %d keys");
  }

  private static void check(
      List<AuditedKey> keys, Function<KeyObject, String> identity, KeyRule rule, String found) {
    Map<String, List<AuditedKey>> byIdentity =
        keys.stream()
            .filter(audited -> !identity.apply(audited.key()).isEmpty())
            .collect(Collectors.groupingBy(audited -> identity.apply(audited.key())));
    byIdentity.forEach(
        (name, same) -> {
          if (same.size() > 1) {
            String text = String.format(Locale.ROOT, found, name, same.size());
            same.forEach(audited -> audited.add(rule, text));
          }
        });
  }
}
