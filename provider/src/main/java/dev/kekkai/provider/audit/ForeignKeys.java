package dev.kekkai.provider.audit;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.provider.keys.KeyObject;
import dev.kekkai.provider.keys.KeyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Secret and private keys that are not labelled as Kekkai's: looked at for what they could do to
 * KEKs and DEKs. How another application treats its own keys is that one's matter.
 */
final class ForeignKeys {
  private final HsmProfile profile;

  ForeignKeys(HsmProfile profile) {
    this.profile = profile;
  }

  void check(AuditedKey audited) {
    KeyObject key = audited.key();
    if (isDataKey(key)) {
      audited.add(KeyRule.DEK_ON_TOKEN, "CKA_TOKEN is true");
    }
    boolean wraps = key.has(Cka.WRAP);
    boolean unwraps = key.has(Cka.UNWRAP);
    if (!wraps && !unwraps) {
      return;
    }
    checkUsages(audited);
    if (key.lacks(Cka.PRIVATE)) {
      audited.add(KeyRule.NOT_PRIVATE, "CKA_PRIVATE is false");
    }
    if (wraps) {
      checkKnownElsewhere(audited);
    }
    if (isLikeKek(key) && audited.findings().isEmpty()) {
      audited.add(
          KeyRule.NO_VERSION,
          key.label().isEmpty() ? "no label" : "its label is '" + key.label() + "'");
    }
  }

  private static void checkUsages(AuditedKey audited) {
    KeyObject key = audited.key();
    if (key.has(Cka.DECRYPT)) {
      audited.add(KeyRule.WRAP_AND_DECRYPT, told(key, Cka.WRAP, Cka.UNWRAP, Cka.DECRYPT));
    }
    if (key.has(Cka.ENCRYPT) && key.has(Cka.UNWRAP)) {
      audited.add(KeyRule.ENCRYPT_AND_UNWRAP, told(key, Cka.ENCRYPT, Cka.UNWRAP));
    }
    if (key.isOfType(Ckk.RSA) && (key.has(Cka.SIGN) || key.has(Cka.SIGN_RECOVER))) {
      audited.add(KeyRule.SIGN_AND_UNWRAP, told(key, Cka.SIGN, Cka.SIGN_RECOVER, Cka.UNWRAP));
    }
    if (key.has(Cka.DERIVE)) {
      audited.add(KeyRule.DERIVE_AND_OTHER, told(key, Cka.DERIVE, Cka.WRAP, Cka.UNWRAP));
    }
  }

  /** Whoever knows its value opens what is wrapped under it. */
  private void checkKnownElsewhere(AuditedKey audited) {
    List<String> why = knownElsewhere(audited.key(), profile);
    if (!why.isEmpty()) {
      audited.add(
          KeyRule.TROJAN_WRAPPING_KEY, Cka.name(Cka.WRAP) + " is true, " + String.join(", ", why));
    }
  }

  /** What tells that a secret or private key is or was elsewhere, too. */
  static List<String> knownElsewhere(KeyObject key, HsmProfile profile) {
    List<String> why = new ArrayList<>();
    if (profile.templates().localKept() && key.lacks(Cka.LOCAL)) {
      why.add(Cka.name(Cka.LOCAL) + " is false");
    }
    for (long guard : new long[] {Cka.SENSITIVE, Cka.ALWAYS_SENSITIVE, Cka.NEVER_EXTRACTABLE}) {
      if (key.lacks(guard)) {
        why.add(Cka.name(guard) + " is false");
      }
    }
    if (key.has(Cka.EXTRACTABLE)) {
      why.add(Cka.name(Cka.EXTRACTABLE) + " is true");
    }
    return why;
  }

  /** An AES key for data and for nothing else. */
  static boolean isDataKey(KeyObject key) {
    return key.isOf(Cko.SECRET_KEY)
        && key.isOfType(Ckk.AES)
        && (key.has(Cka.ENCRYPT) || key.has(Cka.DECRYPT))
        && !key.has(Cka.WRAP)
        && !key.has(Cka.UNWRAP);
  }

  /** It wraps and unwraps, or unwraps, and does nothing else. */
  private static boolean isLikeKek(KeyObject key) {
    boolean aes = key.isOfType(Ckk.AES) && key.usages().equals(Set.of(Cka.WRAP, Cka.UNWRAP));
    return aes || (key.isOfType(Ckk.RSA) && key.usages().equals(Set.of(Cka.UNWRAP)));
  }

  private static String told(KeyObject key, Long... usages) {
    return List.of(usages).stream()
        .filter(key::has)
        .map(usage -> Cka.name(usage) + " is true")
        .collect(Collectors.joining(", "));
  }
}
