package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.AttributeRule;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.KeyTemplate;
import dev.kekkai.config.profile.UnwrapTemplateRule;
import dev.kekkai.cryptoki.Cka;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A defence that a key does without because the module doesn't take it: of the strictest template
 * there is, what is missing in the key as the token has it.
 *
 * @param attribute CKA_ number
 * @param found what the token says, such as {@code true} or {@link KeyViolation#NOT_TOLD}
 * @param why whose doing that is
 * @param attack what therefore remains possible to whoever has the PIN
 */
public record NotTaken(long attribute, String found, String why, String attack) {
  private static final String NOT_KEPT = "it was sent, and the token did not keep it";

  /**
   * What a key does without.
   *
   * @param profile the module's
   * @param key a key of one of Kekkai's kinds, as it is on the token
   * @return empty when the module took all there is
   */
  public static List<NotTaken> of(HsmProfile profile, KeyObject key) {
    KeyKind kind = key.kind();
    if (kind == null) {
      return List.of();
    }
    KeyTemplate rules = profile.templates().of(kind);
    List<NotTaken> missing = new ArrayList<>();
    flag(profile, key, Cka.MODIFIABLE, rules.modifiable(), KeyRule.MODIFIABLE, missing);
    flag(profile, key, Cka.COPYABLE, rules.copyable(), KeyRule.COPYABLE, missing);
    if (key.attributes().numbers(Cka.ALLOWED_MECHANISMS).isEmpty()) {
      missing.add(
          of(profile, Cka.ALLOWED_MECHANISMS, rules.allowedMechanisms(), KeyRule.ANY_MECHANISM));
    }
    if (profile.unwraps(kind) && key.attributes().template(Cka.UNWRAP_TEMPLATE).types().isEmpty()) {
      boolean sent = profile.templates().unwrapTemplate() != UnwrapTemplateRule.UNSUPPORTED;
      missing.add(of(profile, Cka.UNWRAP_TEMPLATE, sent, KeyRule.NO_UNWRAP_TEMPLATE));
    }
    return missing;
  }

  private static void flag(
      HsmProfile profile,
      KeyObject key,
      long attribute,
      AttributeRule sent,
      KeyRule rule,
      List<NotTaken> missing) {
    if (!key.lacks(attribute)) {
      String found = key.has(attribute) ? "true" : KeyViolation.NOT_TOLD;
      missing.add(new NotTaken(attribute, found, why(profile, sent.isSent()), rule.attack()));
    }
  }

  private static NotTaken of(HsmProfile profile, long attribute, boolean sent, KeyRule rule) {
    return new NotTaken(attribute, KeyViolation.NOT_TOLD, why(profile, sent), rule.attack());
  }

  private static String why(HsmProfile profile, boolean sent) {
    return sent
        ? NOT_KEPT
        : String.format(
            Locale.ROOT, "the profile %s does not send it to this module", profile.name());
  }

  /**
   * Whether Kekkai tells the module of it.
   *
   * @return true when the token was told and did not keep it
   */
  public boolean isSent() {
    return why.equals(NOT_KEPT);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s is %s (%s): %s", Cka.name(attribute), found, why, attack);
  }
}
