package dev.kekkai.provider.audit;

import dev.kekkai.config.BulkMode;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.Strength;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.UnwrapTemplateRule;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.provider.keys.KeyObject;
import dev.kekkai.provider.keys.KeyRule;
import dev.kekkai.provider.keys.KeyRules;
import dev.kekkai.provider.keys.KeyViolation;
import dev.kekkai.provider.keys.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Keys with labels as Kekkai gives them, such as {@code payments.v3}: what refuses them before use,
 * and what only an audit looks at.
 */
final class NamedKeys {
  private static final int DEK_STRENGTH = 256;

  private final KekkaiConfig config;
  private final HsmProfile profile;
  private final KeyRules rules;

  NamedKeys(KekkaiConfig config, HsmProfile profile) {
    this.config = config;
    this.profile = profile;
    this.rules = new KeyRules(profile);
  }

  /** What refuses a key before its use. */
  List<KeyViolation> violations(KeyObject key, KeyKind kind) {
    return rules.check(kind, key.attributes());
  }

  void check(
      AuditedKey audited, KeyKind kind, List<KeyViolation> violations, Set<KeyRule> accepted) {
    if (ForeignKeys.isDataKey(audited.key())) {
      audited.add(KeyRule.DEK_ON_TOKEN, "CKA_TOKEN is true");
      return;
    }
    for (KeyViolation violation : violations) {
      String name = Cka.name(violation.attribute());
      if (accepted.contains(violation.rule())) {
        audited.accept(violation.rule());
      } else if (!violation.isTold()) {
        audited.cannotCheck(name);
      } else if (audited.adoptionTrouble().isEmpty()) { // else it is told with the trouble
        String found = name + " is " + violation.found();
        KeyRule rule = violation.rule();
        audited.add(new Finding(rule, rule.severity(), found, violation.attack()));
      }
    }
    checkUnwrapTemplate(audited, kind);
    checkStrength(audited, kind);
  }

  private void checkUnwrapTemplate(AuditedKey audited, KeyKind kind) {
    if (!profile.unwraps(kind)
        || profile.templates().unwrapTemplate() == UnwrapTemplateRule.UNSUPPORTED) {
      return;
    }
    UnwrapPins pins = new UnwrapPins(audited.key().attributes());
    if (pins.pinned().isEmpty()) {
      audited.add(KeyRule.NO_UNWRAP_TEMPLATE, "CKA_UNWRAP_TEMPLATE is empty");
      return;
    }
    pins.open()
        .ifPresent(
            open ->
                audited.add(
                    KeyRule.LOOSE_UNWRAP_TEMPLATE, "CKA_UNWRAP_TEMPLATE does not pin " + open));
    pins.wrong()
        .forEach(
            wrong ->
                audited.add(KeyRule.LOOSE_UNWRAP_TEMPLATE, "CKA_UNWRAP_TEMPLATE pins " + wrong));
    pins.untold().forEach(untold -> audited.cannotCheck(untold + " in CKA_UNWRAP_TEMPLATE"));
    checkHsmOnly(audited, pins);
  }

  /** An hsm-only KEK pins both, and makes sense where bulk work is done in the HSM. */
  private void checkHsmOnly(AuditedKey audited, UnwrapPins pins) {
    boolean extractable = pins.holds(Cka.EXTRACTABLE);
    boolean sensitive = pins.holds(Cka.SENSITIVE);
    if (extractable && sensitive && config.bulk().mode() == BulkMode.SOFTWARE) {
      audited.add(
          KeyRule.NO_REWRAP,
          "CKA_UNWRAP_TEMPLATE pins CKA_EXTRACTABLE and CKA_SENSITIVE, with bulk = software");
    } else if (extractable != sensitive) {
      audited.add(
          KeyRule.NO_REWRAP,
          "CKA_UNWRAP_TEMPLATE pins " + Cka.name(extractable ? Cka.EXTRACTABLE : Cka.SENSITIVE));
    }
  }

  private void checkStrength(AuditedKey audited, KeyKind kind) {
    int strength = audited.key().strength();
    if (!kind.isKek() || strength >= DEK_STRENGTH) {
      return;
    }
    if (strength == 0) {
      audited.cannotCheck("its length");
      return;
    }
    audited.add(
        new Finding(
            KeyRule.WEAK_KEK,
            config.strength() == Strength.STRICT ? Severity.HIGH : KeyRule.WEAK_KEK.severity(),
            String.format(
                Locale.ROOT,
                "%d bits, a strength of %d (SP 800-57)",
                audited.key().bits(),
                strength),
            KeyRule.WEAK_KEK.attack()));
  }
}
