package dev.kekkai.provider.keys;

import dev.kekkai.config.Strength;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A KEK should be as strong as the DEKs it protects, whether it is made here or found. */
final class StrengthRule {
  private static final Logger LOG = LoggerFactory.getLogger(StrengthRule.class);
  private static final int DEK_STRENGTH = 256;

  private final Strength strength;

  StrengthRule(Strength strength) {
    this.strength = strength;
  }

  /** Refuses or warns, as configured; index and seal keys protect no DEK. */
  void check(KekRef ref, KeyKind kind, int bits) throws TokenException {
    int is = KeyStrength.of(kind, bits);
    if (!kind.isKek() || is >= DEK_STRENGTH) {
      return;
    }
    String weak =
        String.format(
            Locale.ROOT,
            "The KEK %s has a strength of %d bits (SP 800-57), less than the AES-256 DEKs it protects",
            ref,
            is);
    if (strength == Strength.STRICT) {
      throw new RefusedKeyException(
          weak + "; strength = strict refuses that. AES-256 and P-521 are as strong");
    }
    LOG.warn("{}; strength = strict would refuse it", weak);
  }
}
