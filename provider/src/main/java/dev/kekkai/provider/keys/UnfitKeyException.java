package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.TokenException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A key on the token breaks the rules for what it is to be used as; it was not used. */
public final class UnfitKeyException extends TokenException {
  private static final long serialVersionUID = 1L;

  private static final String ADVICE = "Make a new one with 'kekkai kek create' or 'kek rotate'";

  /** What messages call the key. */
  private final String key;

  private final transient List<KeyViolation> violations;

  UnfitKeyException(String key, List<KeyViolation> violations) {
    this(key, violations, ADVICE);
  }

  private UnfitKeyException(String key, List<KeyViolation> violations, String advice) {
    super(
        String.format(
            Locale.ROOT,
            "The key %s must not be used: %s. %s",
            key,
            violations.stream().map(KeyViolation::toString).collect(Collectors.joining("; ")),
            advice),
        false,
        null);
    this.key = key;
    this.violations = List.copyOf(violations);
  }

  /**
   * The same, for one who knows better what is to be done.
   *
   * @param advice what to do, instead of making a new key; without a full stop
   * @return a new exception
   */
  public UnfitKeyException advising(String advice) {
    return new UnfitKeyException(key, violations(), advice);
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
