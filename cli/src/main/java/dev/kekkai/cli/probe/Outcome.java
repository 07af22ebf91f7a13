package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How something ended that was tried: with a result, or with what the module answered instead.
 *
 * @param <T> the result
 */
final class Outcome<T> {
  private final @Nullable T value;
  private final @Nullable CryptokiException refusal;
  private final String text;

  private Outcome(@Nullable T value, @Nullable CryptokiException refusal, String text) {
    this.value = value;
    this.refusal = refusal;
    this.text = text;
  }

  static <T> Outcome<T> of(T value) {
    return new Outcome<>(value, null, "works");
  }

  static <T> Outcome<T> refused(CryptokiException e) {
    return new Outcome<>(null, e, Ckr.describe(e.returnValue()) + " from " + e.function());
  }

  /** Not the module's doing: the binding could not put the question, or take the answer. */
  static <T> Outcome<T> failed(String why) {
    return new Outcome<>(null, null, why);
  }

  boolean worked() {
    return value != null;
  }

  /** Whether it worked, and with such a result. */
  boolean worked(Predicate<T> test) {
    return value != null && test.test(value);
  }

  T value() {
    if (value == null) {
      throw new IllegalStateException(text);
    }
    return value;
  }

  @Nullable T orNull() {
    return value;
  }

  T orElse(T other) {
    return value == null ? other : value;
  }

  /** What the module answered, for people. */
  String text() {
    return text;
  }

  /** The CKR number; none when it worked, or the module was not asked. */
  OptionalLong code() {
    return refusal == null ? OptionalLong.empty() : OptionalLong.of(refusal.returnValue());
  }

  boolean answered(long... codes) {
    for (long code : codes) {
      if (refusal != null && refusal.is(code)) {
        return true;
      }
    }
    return false;
  }

  /** The same refusal, of something else. */
  <U> Outcome<U> instead() {
    return new Outcome<>(null, refusal, text);
  }
}
