package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.Cka;
import java.util.Locale;

/**
 * An attribute of a key that breaks a rule, and the attack it opens.
 *
 * @param attribute CKA_ number
 * @param found what the token says, such as {@code true} or {@code not told}
 * @param attack what somebody could do with it
 */
public record KeyViolation(long attribute, String found, String attack) {
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s is %s: %s", Cka.name(attribute), found, attack);
  }
}
