package dev.kekkai.formats.envelope;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.encoding.Base64Url;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A sealed envelope, read but not opened. Needs no key and proves nothing: anybody can write such
 * text. Immutable and thread-safe.
 */
public final class SealedEnvelope {

  /** The longest plaintext, in bytes (1 MiB). */
  public static final int MAX_PLAINTEXT_BYTES = 1024 * 1024;

  /** The longest envelope, in characters (1.5 MiB). */
  public static final int MAX_CHARS = 1536 * 1024;

  /** The longest header, decoded, in bytes (96 KiB). */
  public static final int MAX_HEADER_BYTES = 96 * 1024;

  static final int IV_BYTES = 12;
  static final int TAG_BYTES = 16;
  static final int DEK_BYTES = 32;

  /** An AES-256 key under AES key wrap (RFC 3394). */
  static final int WRAPPED_DEK_BYTES = DEK_BYTES + 8;

  private static final int PARTS = 5;

  /** As long as the modulus: RSA-8192. */
  private static final int MAX_ENCRYPTED_KEY_BYTES = 1024;

  private final EnvelopeHeader header;
  private final byte[] aad;
  private final byte[] encryptedKey;
  private final byte[] iv;
  private final byte[] body;

  private SealedEnvelope(
      EnvelopeHeader header, byte[] aad, byte[] encryptedKey, byte[] iv, byte[] body) {
    this.header = header;
    this.aad = aad;
    this.encryptedKey = encryptedKey;
    this.iv = iv;
    this.body = body;
  }

  /**
   * Reads an envelope.
   *
   * @param compact a JWE in compact form
   * @return what it says
   * @throws EnvelopeFormatException when it is none that Kekkai opens; the message says why
   */
  public static SealedEnvelope parse(String compact) throws EnvelopeFormatException {
    String[] parts = split(compact);
    EnvelopeHeader header =
        EnvelopeHeader.read(decode(parts[0], MAX_HEADER_BYTES, "The JWE's header"));
    byte[] encryptedKey = decode(parts[1], MAX_ENCRYPTED_KEY_BYTES, "The encrypted key");
    if (header.algorithm() == SealAlgorithm.ECDH_ES_A256KW) {
      requireLength(encryptedKey, WRAPPED_DEK_BYTES, "An encrypted key under ECDH-ES+A256KW");
    } else if (encryptedKey.length == 0) {
      throw new EnvelopeFormatException("The encrypted key is empty");
    }
    byte[] iv = decode(parts[2], IV_BYTES, "The IV");
    requireLength(iv, IV_BYTES, "An IV of A256GCM");
    byte[] ciphertext = decode(parts[3], MAX_PLAINTEXT_BYTES, "The ciphertext");
    byte[] tag = decode(parts[4], TAG_BYTES, "The tag");
    requireLength(tag, TAG_BYTES, "A tag of A256GCM");
    byte[] body = Arrays.copyOf(ciphertext, ciphertext.length + TAG_BYTES);
    System.arraycopy(tag, 0, body, ciphertext.length, TAG_BYTES);
    byte[] aad = parts[0].getBytes(StandardCharsets.US_ASCII);
    return new SealedEnvelope(header, aad, encryptedKey, iv, body);
  }

  private static String[] split(String compact) throws EnvelopeFormatException {
    if (compact.length() > MAX_CHARS) {
      throw new EnvelopeFormatException(
          "Too long: an envelope has at most "
              + MAX_CHARS
              + " characters, here are "
              + compact.length());
    }
    String[] parts = new String[PARTS];
    int start = 0;
    for (int i = 0; i < PARTS; i++) {
      int dot = compact.indexOf('.', start);
      boolean last = i == PARTS - 1;
      if (last != dot < 0) {
        throw new EnvelopeFormatException(
            "Not a JWE in compact form, which has five parts with a dot between them (RFC 7516,"
                + " section 7.1)");
      }
      parts[i] = last ? compact.substring(start) : compact.substring(start, dot);
      start = dot + 1;
    }
    return parts;
  }

  private static byte[] decode(String part, int maxBytes, String what)
      throws EnvelopeFormatException {
    return Base64Url.decode(part, maxBytes, m -> new EnvelopeFormatException(what + ": " + m));
  }

  private static void requireLength(byte[] bytes, int length, String what)
      throws EnvelopeFormatException {
    if (bytes.length != length) {
      throw new EnvelopeFormatException(
          what + " has " + length + " bytes; here are " + bytes.length);
    }
  }

  /**
   * Which version of which KEK it says that it is sealed for.
   *
   * @return {@code payments.v3}
   */
  public String kid() {
    return header.kek().toString();
  }

  /**
   * The KEK's name, from the kid.
   *
   * @return {@code payments}
   */
  public String kekName() {
    return header.kek().name();
  }

  /**
   * The KEK's version, from the kid.
   *
   * @return 1 to 999999999
   */
  public int kekVersion() {
    return header.kek().version();
  }

  /**
   * Where it says that the value belongs.
   *
   * @return the context in the header; empty when there is none
   */
  public EncryptionContext context() {
    return header.context();
  }

  /**
   * How the DEK is encrypted.
   *
   * @return from the header
   */
  public SealAlgorithm algorithm() {
    return header.algorithm();
  }

  /**
   * The length of the plaintext, which no envelope hides.
   *
   * @return in bytes
   */
  public int plaintextLength() {
    return body.length - TAG_BYTES;
  }

  EnvelopeHeader header() {
    return header;
  }

  /** The header as it was sent, which is what is authenticated (RFC 7516, section 5.1 step 14). */
  byte[] aad() {
    return aad;
  }

  byte[] encryptedKey() {
    return encryptedKey;
  }

  byte[] iv() {
    return iv;
  }

  /** Ciphertext and tag, as JCA wants them. */
  byte[] body() {
    return body;
  }

  /**
   * What stands in clear, the parts of the context left out.
   *
   * @return for instance {@code SealedEnvelope[payments.v3, RSA-OAEP-256, 20 bytes]}
   */
  @Override
  public String toString() {
    return "SealedEnvelope["
        + kid()
        + ", "
        + algorithm().jose()
        + ", "
        + plaintextLength()
        + " bytes]";
  }
}
