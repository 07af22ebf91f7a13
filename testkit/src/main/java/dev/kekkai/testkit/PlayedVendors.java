package dev.kekkai.testkit;

import dev.kekkai.testkit.fault.Behaviour;
import dev.kekkai.testkit.fault.PlayedModule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Vendors whose modules no test can have, played over SoftHSM2. */
public final class PlayedVendors {
  /** AWS CloudHSM: makes its own IVs, takes 16,224 bytes at most, lets no key be read. */
  public static final PlayedVendor AWS =
      new PlayedVendor(
          "aws",
          new PlayedModule(
              "Marvell Semiconductors, Inc.",
              "Cloudhsm PKCS11",
              "CloudHSM",
              EnumSet.of(
                  Behaviour.USER_PIN,
                  Behaviour.READ_WRITE_ONLY,
                  Behaviour.READABLE_REFUSED,
                  Behaviour.PLAIN_KEYS,
                  Behaviour.IV_IN_PARAMETERS,
                  Behaviour.OWN_NUMBERS),
              0x80002109L,
              0x8000216FL,
              16_224),
          "hsm");

  /** Luna 7 in FIPS mode: appends the IVs it makes, lets no key be read whatever was asked for. */
  public static final PlayedVendor LUNA_FIPS =
      new PlayedVendor(
          "luna-fips",
          new PlayedModule(
              "SafeNet",
              "Chrystoki",
              "LunaSA 7",
              EnumSet.of(
                  Behaviour.SENSITIVE_ALWAYS,
                  Behaviour.PLAIN_KEYS,
                  Behaviour.VALUE_LEN_WANTED,
                  Behaviour.IV_AFTER_TAG,
                  Behaviour.OWN_NUMBERS),
              0x80000170L,
              0x80000171L,
              0),
          "hsm");

  /** Pads by PKCS#7 where SoftHSM2 has RFC 5649. */
  public static final PlayedVendor PKCS7 = only("pkcs7", Behaviour.PKCS7_AT_210A);

  /** Can neither wrap nor unwrap, and has no AES. */
  public static final PlayedVendor NO_WRAP = only("no-wrap", Behaviour.NO_WRAP);

  /** Wants a user's name before the PIN. */
  public static final PlayedVendor USER_PIN = only("user-pin", Behaviour.USER_PIN);

  private static final List<PlayedVendor> ALL = List.of(AWS, LUNA_FIPS, PKCS7, NO_WRAP, USER_PIN);

  private PlayedVendors() {}

  /**
   * All of them.
   *
   * @return in the order of the matrix's columns
   */
  public static Stream<PlayedVendor> all() {
    return ALL.stream();
  }

  private static PlayedVendor only(String name, Behaviour behaviour) {
    return new PlayedVendor(
        name,
        new PlayedModule("Played vendor", "Plays " + name, name, Set.of(behaviour), 0, 0, 0),
        "software");
  }
}
