package dev.kekkai.keyserver.keks;

import dev.kekkai.formats.kekset.KekSet;

/**
 * The KEK set that is given out now.
 *
 * @param set what it says
 * @param jws the signed form, in which it is given out
 */
public record PublishedKeks(KekSet set, String jws) {

  /**
   * A name for exactly this text, which changes when the set is signed anew.
   *
   * @return of digits and a dot; version and time of signing
   */
  public String tag() {
    return set.version() + "." + set.issued().getEpochSecond();
  }
}
