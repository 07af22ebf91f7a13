package dev.kekkai.keyserver.registry;

import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.EllipticCurve;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a client's public key: a PEM block with a SubjectPublicKeyInfo (RFC 7468 section 13). */
final class PublicKeyPem {
  private static final Pattern BLOCK =
      Pattern.compile(
          "\\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]{1,8192})-----END PUBLIC KEY-----\\s*");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Smaller exponents have been the reason for forged signatures. */
  private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65537);

  private static final int EXPONENT_BITS = 64;

  private PublicKeyPem() {}

  /**
   * Reads a key.
   *
   * @param pem the block
   * @param algorithm what it is to be used with
   * @return the key, which fits the algorithm
   * @throws IllegalArgumentException when it does not; the message says what would be right
   */
  static PublicKey parse(String pem, SignatureAlgorithm algorithm) {
    Matcher block = BLOCK.matcher(pem);
    if (!block.matches()) {
      throw new IllegalArgumentException(
          "must be one block -----BEGIN PUBLIC KEY----- (openssl pkey -pubout), nothing else");
    }
    PublicKey key = key(SPACE.matcher(block.group(1)).replaceAll(""), algorithm);
    String wrong = wrong(key);
    if (wrong != null) {
      throw new IllegalArgumentException(wrong);
    }
    algorithm.requireFit(key);
    return key;
  }

  private static PublicKey key(String base64, SignatureAlgorithm algorithm) {
    X509EncodedKeySpec spec;
    try {
      spec = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must have base64 between its first and last line", e);
    }
    return factories(algorithm).stream()
        .flatMap(factory -> key(spec, factory).stream())
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("must be a public key for " + algorithm.id()));
  }

  /** Empty when it is none of that kind: what would be right says more than the reason does. */
  private static Optional<PublicKey> key(X509EncodedKeySpec spec, String factory) {
    try {
      return Optional.of(KeyFactory.getInstance(factory).generatePublic(spec));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static List<String> factories(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> List.of("Ed25519");
      case ECDSA_P256_SHA256 -> List.of("EC");
      case RSA_PSS_SHA512 -> List.of("RSA", "RSASSA-PSS");
    };
  }

  private static @Nullable String wrong(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      BigInteger e = rsa.getPublicExponent();
      boolean usual =
          e.testBit(0) && e.compareTo(LEAST_EXPONENT) >= 0 && e.bitLength() <= EXPONENT_BITS;
      return usual ? null : "must have an odd public exponent from 65537 to 64 bits";
    }
    return key instanceof ECPublicKey ec && !isOnCurve(ec)
        ? "must have a point on its curve"
        : null;
  }

  /** The JDK's key factory takes any pair of numbers. */
  private static boolean isOnCurve(ECPublicKey key) {
    EllipticCurve curve = key.getParams().getCurve();
    if (!(curve.getField() instanceof ECFieldFp field)) {
      return false;
    }
    BigInteger p = field.getP();
    BigInteger x = key.getW().getAffineX();
    BigInteger y = key.getW().getAffineY();
    return x.signum() >= 0
        && y.signum() >= 0
        && x.compareTo(p) < 0
        && y.compareTo(p) < 0
        && y.multiply(y)
            .mod(p)
            .equals(x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p));
  }
}
