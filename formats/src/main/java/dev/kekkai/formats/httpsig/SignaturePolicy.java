package dev.kekkai.formats.httpsig;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a signature has to cover, and how fresh it has to be. Immutable and thread-safe.
 *
 * <p>Required are {@code @method}, {@code @authority} and {@code @target-uri}, and with a body
 * {@code content-type} and {@code content-digest}. More may be covered.
 *
 * @param tag what the signature's tag has to be
 * @param maxValidity the longest time from created to expires
 * @param clockSkew how far a client's clock may be ahead, and how far the servers' clocks may be
 *     apart
 */
public record SignaturePolicy(String tag, Duration maxValidity, Duration clockSkew) {

  /** The tag of requests to a key server. */
  public static final String TAG = "kekkai";

  private static final Duration STANDARD_VALIDITY = Duration.ofMinutes(5);
  private static final Duration STANDARD_SKEW = Duration.ofSeconds(30);

  /** What every signature covers. */
  static final List<String> ALWAYS = List.of("@method", "@authority", "@target-uri");

  /** What it covers besides when there is a body. */
  static final List<String> WITH_BODY = List.of("content-type", "content-digest");

  /**
   * Checks the times.
   *
   * @param tag what the signature's tag has to be
   * @param maxValidity the longest time from created to expires
   * @param clockSkew how far a client's clock may be ahead
   * @throws IllegalArgumentException when the validity is not positive or the skew is negative
   */
  public SignaturePolicy {
    if (maxValidity.isNegative() || maxValidity.isZero() || clockSkew.isNegative()) {
      throw new IllegalArgumentException("A validity is positive, and a clock skew not negative");
    }
  }

  /**
   * The key server's: tag {@value #TAG}, at most 5 minutes, clocks at most 30 seconds apart.
   *
   * @return the policy
   */
  public static SignaturePolicy standard() {
    return new SignaturePolicy(TAG, STANDARD_VALIDITY, STANDARD_SKEW);
  }

  /**
   * Checks a signature. Whether it is right is {@link RequestSignature#verify}'s to say.
   *
   * @param signature the signature
   * @param hasBody whether the request has a body of one byte or more
   * @param now by this server's clock
   * @throws HttpSignatureException when it covers too little, is for another application, or is not
   *     fresh
   */
  public void check(RequestSignature signature, boolean hasBody, Instant now)
      throws HttpSignatureException {
    List<String> missing = new ArrayList<>(ALWAYS);
    if (hasBody) {
      missing.addAll(WITH_BODY);
    }
    missing.removeAll(signature.components());
    if (!missing.isEmpty()) {
      throw new HttpSignatureException(
          "The signature does not cover " + String.join(", ", missing));
    }
    if (!signature.tag().equals(tag)) {
      throw new HttpSignatureException("The signature's tag is not " + tag);
    }
    checkTimes(signature, now);
  }

  private void checkTimes(RequestSignature signature, Instant now) throws HttpSignatureException {
    Duration validity = Duration.between(signature.created(), signature.expires());
    if (validity.isNegative() || validity.isZero() || validity.compareTo(maxValidity) > 0) {
      throw new HttpSignatureException(
          "The signature's expires is not 1 to "
              + maxValidity.toSeconds()
              + " seconds after its created");
    }
    if (signature.created().isAfter(now.plus(clockSkew))) {
      throw new HttpSignatureException(
          "The signature was created in the future, by more than "
              + clockSkew.toSeconds()
              + " seconds: the clocks differ");
    }
    if (!now.isBefore(signature.expires())) {
      throw new HttpSignatureException(
          "The signature expired "
              + Duration.between(signature.expires(), now).toSeconds()
              + " seconds ago");
    }
  }

  /**
   * Until when the nonce has to be remembered: until no server takes the signature any more,
   * whichever clock it goes by.
   *
   * @param signature the signature
   * @return its end and the clock skew
   */
  public Instant rememberUntil(RequestSignature signature) {
    return signature.expires().plus(clockSkew);
  }
}
