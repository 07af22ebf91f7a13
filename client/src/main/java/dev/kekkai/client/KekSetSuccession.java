package dev.kekkai.client;

import dev.kekkai.formats.kekset.KekSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether one KEK set may follow another: versions only grow, so that nobody can bring back a set
 * whose KEKs were replaced, by sending an old one that is rightly signed.
 */
final class KekSetSuccession {

  private KekSetSuccession() {}

  /**
   * Whether to take the offered set.
   *
   * @return true when it is newer, or the same one with a later expiry; false when it is the one
   *     held
   * @throws KekSetRefusedException when it is older, or says other things under the same version
   */
  static boolean replaces(KekSet offered, @Nullable KekSet held) throws KekSetRefusedException {
    if (held == null || offered.version() > held.version()) {
      return true;
    }
    if (offered.version() < held.version()) {
      throw new KekSetRefusedException(
          String.format(
              Locale.ROOT,
              "The KEK set offered is version %d, older than version %d, which is held",
              offered.version(),
              held.version()),
          null);
    }
    if (!sameKeks(offered, held)) {
      throw new KekSetRefusedException(
          String.format(
              Locale.ROOT,
              "The KEK set offered and the one held are both version %d, but their KEKs differ:"
                  + " find out who signed the two",
              held.version()),
          null);
    }
    return offered.expires().isAfter(held.expires());
  }

  private static boolean sameKeks(KekSet a, KekSet b) {
    if (!a.primaries().equals(b.primaries()) || a.keks().size() != b.keks().size()) {
      return false;
    }
    return a.keks().stream().allMatch(kek -> b.find(kek.kid()).filter(kek::equals).isPresent());
  }
}
