package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.TokenException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A key on the token breaks the rules for what it is to be used as; it was not used. */
public final class UnfitKeyException extends TokenException {
  private static final long serialVersionUID = 1L;

  private final transient List<KeyViolation> violations;

  UnfitKeyException(String key, List<KeyViolation> violations) {
    super(
        String.format(
            Locale.ROOT,
            "The key %s must not be used: %s. Make a new one with 'kekkai kek create' or 'kek rotate'",
            key,
            violations.stream().map(KeyViolation::toString).collect(Collectors.joining("; "))),
        false,
        null);
    this.violations = List.copyOf(violations);
  }

  /**
   * What is wrong with the key.
   *
   * @return at least one violation; empty after deserialisation
   */
  public List<KeyViolation> violations() {
    return violations == null ? List.of() : violations;
  }
}
