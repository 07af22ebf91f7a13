package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.IvParam;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.Knobs;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.TokenException;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** From what a wrap method means to what this module calls it. Thread-safe. */
public final class WrapMechanisms {
  private static final byte[] RFC3394_IV = {
    (byte) 0xA6, (byte) 0xA6, (byte) 0xA6, (byte) 0xA6,
    (byte) 0xA6, (byte) 0xA6, (byte) 0xA6, (byte) 0xA6
  };
  private static final byte[] RFC5649_IV = {(byte) 0xA6, 0x59, 0x59, (byte) 0xA6};

  /** Digest names to CKM numbers and CKG numbers of MGF1 (PKCS #11 v3.1, section 6.1.7). */
  private static final Map<String, long[]> DIGESTS =
      Map.of(
          "SHA-1", new long[] {Ckm.SHA_1, 1},
          "SHA-256", new long[] {Ckm.SHA256, 2},
          "SHA-384", new long[] {Ckm.SHA384, 3},
          "SHA-512", new long[] {Ckm.SHA512, 4});

  private static final byte[] NO_LABEL = {};

  private final HsmProfile profile;

  /** Mechanisms asked for so far; they are immutable, and each operation needs one. */
  private final Map<WrapMethod, Mechanism> made = new ConcurrentHashMap<>();

  /**
   * For one module.
   *
   * @param profile its profile
   */
  public WrapMechanisms(HsmProfile profile) {
    this.profile = profile;
  }

  /**
   * The initial value that AES key wrap starts with.
   *
   * @param method RFC 3394 or RFC 5649
   * @return 8 bytes (RFC 3394, section 2.2.3.1) or 4 (RFC 5649, section 3)
   * @throws IllegalArgumentException for another method
   */
  public static byte[] defaultIv(WrapMethod method) {
    return switch (method) {
      case RFC3394 -> RFC3394_IV.clone();
      case RFC5649 -> RFC5649_IV.clone();
      default -> throw new IllegalArgumentException(method.id() + " has no initial value");
    };
  }

  /**
   * The mechanism for a method.
   *
   * @param method what is meant
   * @return mechanism and parameters
   * @throws TokenException when the module has none; says which it has
   */
  public Mechanism of(WrapMethod method) throws TokenException {
    Mechanism known = made.get(method);
    if (known == null) {
      known = make(method);
      made.put(method, known);
    }
    return known;
  }

  private Mechanism make(WrapMethod method) throws TokenException {
    return switch (method) {
      case RFC3394 -> keyWrap(profile.wrap().rfc3394(), RFC3394_IV, method);
      case RFC5649 -> keyWrap(profile.wrap().rfc5649(), RFC5649_IV, method);
      case RSA_OAEP_SHA1 -> oaep("SHA-1", "SHA-1", NO_LABEL);
      case RSA_OAEP_SHA256 -> oaep("SHA-256", "SHA-256", NO_LABEL);
      case RSA_OAEP_SHA384 -> oaep("SHA-384", "SHA-384", NO_LABEL);
      case RSA_OAEP_SHA512 -> oaep("SHA-512", "SHA-512", NO_LABEL);
    };
  }

  /**
   * RSA-OAEP with given parameters.
   *
   * @param digest standard name of the digest
   * @param mgfDigest standard name of MGF1's digest
   * @param label OAEP's label, may be empty
   * @return mechanism and parameters
   * @throws TokenException when the module can't do that; says what it can
   */
  public Mechanism oaep(String digest, String mgfDigest, byte[] label) throws TokenException {
    if (!digest.equals(mgfDigest) || !profile.oaep().hashes().contains(digest)) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "This module (profile %s) can't do RSA-OAEP with %s and MGF1 with %s; it can with %s for"
                  + " both. Pass such an OAEPParameterSpec",
              profile.name(),
              digest,
              mgfDigest,
              profile.oaep().hashes()),
          false,
          null);
    }
    long[] numbers = DIGESTS.get(digest);
    if (numbers == null) {
      throw new TokenException(
          String.format(Locale.ROOT, "OAEP with %s is not known here", digest), false, null);
    }
    return new Mechanism.RsaOaep(Ckm.RSA_PKCS_OAEP, numbers[0], numbers[1], label.clone());
  }

  /** The digest of an OAEP mechanism that was made here, and of its MGF1. */
  static String digest(Mechanism.RsaOaep oaep) {
    return DIGESTS.entrySet().stream()
        .filter(known -> known.getValue()[0] == oaep.hash())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("Not a digest of OAEP's"));
  }

  /** Why nothing is wrapped or unwrapped in a module that has no functions for it. */
  static TokenException noFunctions(HsmProfile profile) {
    return new TokenException(
        String.format(
            Locale.ROOT,
            "This module (profile %s) has neither C_WrapKey nor C_UnwrapKey (wrap.functions = no):"
                + " use an RSA KEK, which only decrypts, and bulk = software; an AES KEK and"
                + " bulk = hsm are impossible on it",
            profile.name()),
        false,
        null);
  }

  /**
   * The method used when none is named.
   *
   * @param kek the KEK
   * @return RFC 3394 for AES, the module's best OAEP for RSA
   * @throws TokenException when the key can't wrap
   */
  public WrapMethod preferred(TokenKey kek) throws TokenException {
    if (kek.kind() == KeyKind.AES_KEK) {
      return WrapMethod.RFC3394;
    }
    if (kek.kind() != KeyKind.RSA_KEK) {
      throw TokenKeys.wrongKind(kek, "an AES or RSA KEK");
    }
    return switch (profile.oaep().hashes().stream().findFirst().orElse("none")) {
      case "SHA-1" -> WrapMethod.RSA_OAEP_SHA1;
      case "SHA-256" -> WrapMethod.RSA_OAEP_SHA256;
      case "SHA-384" -> WrapMethod.RSA_OAEP_SHA384;
      case "SHA-512" -> WrapMethod.RSA_OAEP_SHA512;
      default ->
          throw new TokenException(
              String.format(
                  Locale.ROOT, "This module (profile %s) has no RSA-OAEP", profile.name()),
              false,
              null);
    };
  }

  private Mechanism keyWrap(OptionalLong number, byte[] iv, WrapMethod method)
      throws TokenException {
    if (!profile.wrap().functions()) {
      throw noFunctions(profile);
    }
    Evidence.require(
        profile, method == WrapMethod.RFC3394 ? Knobs.WRAP_RFC3394 : Knobs.WRAP_RFC5649);
    if (number.isEmpty()) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "This module (profile %s) has no mechanism that means %s",
              profile.name(),
              method.id()),
          false,
          null);
    }
    return new Mechanism.KeyWrap(
        number.getAsLong(), profile.wrap().ivParam() == IvParam.NULL ? null : iv.clone());
  }
}
