package dev.kekkai.formats.kekset;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import dev.kekkai.formats.encoding.Base64Url;
import dev.kekkai.formats.encoding.SealKey;
import dev.kekkai.formats.encoding.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads KEK sets, and believes those that a pinned seal key signed. The key decides on the
 * algorithm, never the message. Whether a set is older than one seen before, or expired, is the
 * caller's to look at. Thread-safe.
 */
public final class KekSetVerifier {
  /** The header's {@code typ}, so that no other JWS of the same key passes for a KEK set. */
  static final String TYPE = "kekkai-keks+jwt";

  /** The longest JWS, in characters (1 MiB). */
  static final int MAX_CHARS = 1024 * 1024;

  private static final Set<String> TAKEN = Set.of("alg", "kid", "typ");
  private static final int MAX_HEADER_BYTES = 1024;

  /** ES512. */
  private static final int MAX_SIGNATURE_BYTES = 132;

  private final Map<String, SealKey> pinned = new HashMap<>();

  /**
   * Pins keys.
   *
   * @param pinned the public seal keys, one or several, on P-256, P-384 or P-521
   * @throws IllegalArgumentException when there is none, or one is of another curve
   */
  public KekSetVerifier(Collection<ECPublicKey> pinned) {
    for (ECPublicKey key : pinned) {
      SealKey sealKey = SealKey.of(key);
      this.pinned.put(sealKey.thumbprint(), sealKey);
    }
    if (this.pinned.isEmpty()) {
      throw new IllegalArgumentException("No seal key is pinned, so no KEK set can be believed");
    }
  }

  /**
   * Verifies the signature, then reads the set.
   *
   * @param jws a JWS in compact form
   * @return the set
   * @throws KekSetException when no pinned key signed it, or it is not in order
   */
  public KekSet verify(String jws) throws KekSetException {
    if (jws.length() > MAX_CHARS) {
      throw new KekSetException(
          "Too long: a KEK set has at most " + MAX_CHARS + " characters, here are " + jws.length());
    }
    int first = jws.indexOf('.');
    int second = jws.indexOf('.', first + 1);
    if (first < 0 || second < 0 || jws.indexOf('.', second + 1) >= 0) {
      throw new KekSetException(
          "Not a JWS in compact form, which has three parts with a dot between them (RFC 7515,"
              + " section 7.1)");
    }
    SealKey key = key(decode(jws.substring(0, first), MAX_HEADER_BYTES, "The header"));
    String signature = jws.substring(second + 1);
    decode(signature, MAX_SIGNATURE_BYTES, "The signature");
    byte[] payload = decode(jws.substring(first + 1, second), MAX_CHARS, "The payload");
    if (!isSigned(key, jws.substring(0, second), signature)) {
      throw new KekSetException("The signature does not verify: the KEK set has been changed");
    }
    return KekSetPayload.read(payload);
  }

  private SealKey key(byte[] json) throws KekSetException {
    Map<String, Object> values =
        StrictJson.object(json, m -> new KekSetException("The header: " + m));
    if (!TAKEN.containsAll(values.keySet())) {
      throw new KekSetException("The header has another parameter than alg, kid and typ");
    }
    Members header = new Members(values, "The header");
    if (!header.text("typ").equals(TYPE)) {
      throw new KekSetException("The header's typ is not " + TYPE + ": no KEK set");
    }
    SealKey key = pinned.get(header.text("kid"));
    if (key == null) {
      throw new KekSetException(
          "Signed by a seal key that is not pinned here. After a change of the seal key its new"
              + " public half has to be pinned");
    }
    if (!header.text("alg").equals(key.algorithm().getName())) {
      throw new KekSetException(
          "The header's alg is not "
              + key.algorithm().getName()
              + ", which is the one of the pinned seal key");
    }
    return key;
  }

  private static byte[] decode(String part, int maxBytes, String what) throws KekSetException {
    return Base64Url.decode(part, maxBytes, m -> new KekSetException(what + ": " + m));
  }

  private static boolean isSigned(SealKey key, String signed, String signature)
      throws KekSetException {
    try {
      return new ECDSAVerifier(key.key())
          .verify(
              new JWSHeader(key.algorithm()),
              signed.getBytes(StandardCharsets.US_ASCII),
              new Base64URL(signature));
    } catch (JOSEException e) {
      throw new KekSetException("The signature could not be verified: " + e.getMessage());
    }
  }
}
