package dev.kekkai.formats.envelope;

import dev.kekkai.formats.encoding.NistCurve;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * The public half of one version of a KEK. Immutable and thread-safe.
 *
 * @param kid which version of which KEK, {@code payments.v3}
 * @param key the public key: RSA from 3072 to 8192 bits, or EC on P-256, P-384 or P-521
 */
public record PublicKek(String kid, PublicKey key) {
  /** 128 bits of security, as P-256 has (SP 800-57 part 1, table 2). */
  private static final int LEAST_RSA_BITS = 3072;

  private static final int MOST_RSA_BITS = 8192;

  /** FIPS 186-5, section A.1.1: odd, and above 2^16. */
  private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65537);

  /** What the JDK takes for moduli of more than 3072 bits. */
  private static final int MOST_EXPONENT_BITS = 64;

  /**
   * Checks both.
   *
   * @param kid which version of which KEK
   * @param key the public key
   * @throws IllegalArgumentException when the kid is not written NAME.vN, or the key is of another
   *     kind, too weak, or no point of its curve
   */
  public PublicKek {
    if (KekId.parse(kid).isEmpty()) {
      throw new IllegalArgumentException("The kid of a KEK is written " + KekId.FORM);
    }
    if (key instanceof RSAPublicKey rsa) {
      check(kid, rsa);
    } else if (!(key instanceof ECPublicKey ec)) {
      throw new IllegalArgumentException(
          "KEK " + kid + " is neither an RSA nor an EC key, but " + key.getAlgorithm());
    } else if (NistCurve.of(ec).isEmpty()) {
      throw new IllegalArgumentException(
          "KEK " + kid + " is no point on " + NistCurve.NAMES + ", the curves taken here");
    }
  }

  private static void check(String kid, RSAPublicKey rsa) {
    int bits = rsa.getModulus().bitLength();
    if (bits < LEAST_RSA_BITS || bits > MOST_RSA_BITS) {
      throw new IllegalArgumentException(
          "KEK " + kid + " has " + bits + " bits; an RSA KEK here has from 3072 to 8192");
    }
    BigInteger exponent = rsa.getPublicExponent();
    if (!exponent.testBit(0)
        || exponent.compareTo(LEAST_EXPONENT) < 0
        || exponent.bitLength() > MOST_EXPONENT_BITS) {
      throw new IllegalArgumentException(
          "KEK " + kid + " has an unusual public exponent; 65537 is the usual one");
    }
  }

  /**
   * The KEK's name.
   *
   * @return {@code payments}
   */
  public String name() {
    return id().name();
  }

  /**
   * The KEK's version.
   *
   * @return 1 to 999999999
   */
  public int version() {
    return id().version();
  }

  private KekId id() {
    return KekId.parse(kid).orElseThrow();
  }

  /**
   * The one algorithm that this key seals with.
   *
   * @return by the kind of key
   */
  public SealAlgorithm algorithm() {
    return key instanceof RSAPublicKey ? SealAlgorithm.RSA_OAEP_256 : SealAlgorithm.ECDH_ES_A256KW;
  }

  /**
   * Without the key's numbers.
   *
   * @return for instance {@code PublicKek[payments.v3, RSA-OAEP-256]}
   */
  @Override
  public String toString() {
    return "PublicKek[" + kid + ", " + algorithm().jose() + "]";
  }
}
