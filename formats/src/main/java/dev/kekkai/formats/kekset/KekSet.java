package dev.kekkai.formats.kekset;

import dev.kekkai.formats.envelope.PublicKek;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The public KEKs at one time. Immutable and thread-safe.
 *
 * @param version 1 to 2<sup>53</sup> - 1; of two sets the one of the greater version is the newer
 * @param issued when it was signed; fractions of a second are dropped
 * @param expires from when on it is stale; fractions of a second are dropped
 * @param primaries for each KEK name the kid of the version that new values are sealed for, by name
 * @param keks the public KEKs, each kid once; also those that only open what was sealed before
 */
public record KekSet(
    long version,
    Instant issued,
    Instant expires,
    Map<String, String> primaries,
    List<PublicKek> keks) {

  /** The most KEKs in one set, all versions together. */
  public static final int MAX_KEKS = 500;

  /** The greatest whole number that every JSON reader keeps exactly (RFC 8259, section 6). */
  static final long MAX_NUMBER = (1L << 53) - 1;

  /**
   * Checks that it fits together, and copies.
   *
   * @param version 1 to 2<sup>53</sup> - 1
   * @param issued when it was signed
   * @param expires from when on it is stale
   * @param primaries for each KEK name the kid of its primary version
   * @param keks the public KEKs
   * @throws IllegalArgumentException when there are no KEKs or too many, one of them is there
   *     twice, a primary is not among them or of another name, the version is out of its bounds, or
   *     it expires before it is issued
   */
  public KekSet {
    issued = issued.truncatedTo(ChronoUnit.SECONDS);
    expires = expires.truncatedTo(ChronoUnit.SECONDS);
    primaries = Collections.unmodifiableMap(new TreeMap<>(primaries));
    keks = List.copyOf(keks);
    require(version >= 1 && version <= MAX_NUMBER, "The version of a KEK set is 1 to 2^53 - 1");
    require(
        issued.getEpochSecond() >= 0
            && expires.isAfter(issued)
            && expires.getEpochSecond() <= MAX_NUMBER,
        "A KEK set expires after it is issued, which is after 1970");
    require(
        !keks.isEmpty() && keks.size() <= MAX_KEKS,
        "A KEK set has from 1 to " + MAX_KEKS + " KEKs");
    Set<String> kids = new HashSet<>();
    for (PublicKek kek : keks) {
      require(kids.add(kek.kid()), "The KEK set has " + kek.kid() + " twice");
    }
    for (Map.Entry<String, String> primary : primaries.entrySet()) {
      requirePrimary(keks, primary.getKey(), primary.getValue());
    }
  }

  private static void requirePrimary(List<PublicKek> keks, String name, String kid) {
    require(
        find(keks, kid).filter(kek -> kek.name().equals(name)).isPresent(),
        "A primary of the KEK set is not one of its KEKs, or one of another name");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  private static Optional<PublicKek> find(List<PublicKek> keks, String kid) {
    return keks.stream().filter(kek -> kek.kid().equals(kid)).findFirst();
  }

  /**
   * What new values are sealed for.
   *
   * @param name a KEK's name, {@code payments}
   * @return its primary version; empty when the set has none
   */
  public Optional<PublicKek> primary(String name) {
    return Optional.ofNullable(primaries.get(name)).flatMap(this::find);
  }

  /**
   * One KEK.
   *
   * @param kid {@code payments.v3}
   * @return empty when the set does not have it
   */
  public Optional<PublicKek> find(String kid) {
    return find(keks, kid);
  }

  /**
   * Whether a newer set should have come by now. An expired set still seals; the KEKs in it may
   * have been followed by newer ones.
   *
   * @param now the time
   * @return true from {@link #expires()} on
   */
  public boolean isExpired(Instant now) {
    return !now.isBefore(expires);
  }

  /**
   * Without the keys.
   *
   * @return for instance {@code KekSet[version 7, {payments=payments.v3}, 4 KEKs, expires
   *     2027-...]}
   */
  @Override
  public String toString() {
    return "KekSet[version "
        + version
        + ", "
        + primaries
        + ", "
        + keks.size()
        + " KEKs, expires "
        + expires
        + "]";
  }
}
