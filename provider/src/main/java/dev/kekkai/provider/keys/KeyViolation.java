package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.Cka;

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
    return "%s is %s: %s".formatted(Cka.name(attribute), found, attack);
  }
}
