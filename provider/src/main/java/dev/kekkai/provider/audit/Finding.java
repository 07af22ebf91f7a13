package dev.kekkai.provider.audit;

import dev.kekkai.provider.keys.KeyRule;
import dev.kekkai.provider.keys.Severity;
import java.util.Locale;

/**
 * A key breaks a rule.
 *
 * @param rule the rule
 * @param severity how bad that is
 * @param found what the token or the store says, such as {@code CKA_DECRYPT is true}
 * @param attack what somebody can do with it
 */
public record Finding(KeyRule rule, Severity severity, String found, String attack) {
  /**
   * With the rule's own severity and attack.
   *
   * @param rule the rule
   * @param found what the token or the store says
   */
  public Finding(KeyRule rule, String found) {
    this(rule, rule.severity(), found, rule.attack());
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s (%s): %s", rule.id(), severity.id(), found);
  }
}
