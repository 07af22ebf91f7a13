package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.Cka;
import java.util.Locale;

/**
 * An attribute of a key that breaks a rule, and the attack it opens.
 *
 * @param rule the rule
 * @param attribute CKA_ number
 * @param found what the token says, such as {@code true} or {@link #NOT_TOLD}
 * @param attack what somebody could do with it
 */
public record KeyViolation(KeyRule rule, long attribute, String found, String attack) {
  /** What is found where the token says nothing: for use as good as the worst that it may be. */
  public static final String NOT_TOLD = "not told";

  /** With the rule's own words for the attack. */
  KeyViolation(KeyRule rule, long attribute, String found) {
    this(rule, attribute, found, rule.attack());
  }

  /**
   * Whether the token told the attribute.
   *
   * @return false when nobody can know whether the rule is broken
   */
  public boolean isTold() {
    return !found.equals(NOT_TOLD);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s is %s: %s", Cka.name(attribute), found, attack);
  }
}
