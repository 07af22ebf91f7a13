package dev.kekkai.formats.httpsig;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import org.greenbytes.http.sfv.ByteSequenceItem;
import org.greenbytes.http.sfv.ListElement;

/** The header field Content-Digest (RFC 9530 section 2), which ties the body to the signature. */
public final class ContentDigest {

  /** What is written. */
  private static final String SHA_256 = "sha-256";

  /** What is read: the algorithms that RFC 9530 section 5 calls active, by the JDK's names. */
  private static final Map<String, String> KNOWN = Map.of(SHA_256, "SHA-256", "sha-512", "SHA-512");

  private ContentDigest() {}

  /**
   * The field's value for a body.
   *
   * @param body the bytes as they are sent
   * @return {@code sha-256=:...:}
   */
  public static String of(byte[] body) {
    return SHA_256 + "=" + ByteSequenceItem.valueOf(digest(SHA_256, body)).serialize();
  }

  /**
   * Whether a body is the one that the field was made for.
   *
   * @param values the field's values, one for each line
   * @param body the bytes as they came
   * @return true when there is at least one digest by {@code sha-256} or {@code sha-512} and all of
   *     these are the body's; false also for a field that is malformed or longer than 4 KiB
   */
  public static boolean matches(List<String> values, byte[] body) {
    Map<String, ListElement<? extends Object>> digests;
    try {
      digests = StructuredFields.dictionary("Content-Digest", values);
    } catch (HttpSignatureException e) {
      return false;
    }
    boolean found = false;
    for (String algorithm : KNOWN.keySet()) {
      if (digests.containsKey(algorithm)) {
        byte[] expected = StructuredFields.bytes(digests.get(algorithm));
        if (expected == null || !MessageDigest.isEqual(expected, digest(algorithm, body))) {
          return false;
        }
        found = true;
      }
    }
    return found;
  }

  private static byte[] digest(String algorithm, byte[] body) {
    try {
      return MessageDigest.getInstance(KNOWN.get(algorithm)).digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK has no " + algorithm, e);
    }
  }
}
