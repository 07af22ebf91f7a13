package dev.kekkai.formats.envelope;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.encoding.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.ProviderException;
import java.util.Arrays;

/**
 * Seals values for one public KEK. Asks nobody. Thread-safe; keeps the public KEK and nothing else.
 *
 * <p>The header is made by Nimbus JOSE. Keys go through JCA alone: what Nimbus leaves behind of
 * DEKs and wrapping keys, nobody could wipe. Here they are wiped, and what is left are key
 * schedules, and with an EC KEK the ephemeral private key, until the heap is overwritten.
 */
public final class EnvelopeSealer {
  private final PublicKek kek;
  private final KeySealing sealing;

  /**
   * For one KEK.
   *
   * @param kek the public KEK
   */
  public EnvelopeSealer(PublicKek kek) {
    this.kek = kek;
    this.sealing = KeySealing.of(kek);
  }

  /**
   * The KEK.
   *
   * @return as given
   */
  public PublicKek kek() {
    return kek;
  }

  /**
   * Seals a value under a new DEK.
   *
   * @param plaintext at most {@link SealedEnvelope#MAX_PLAINTEXT_BYTES} bytes; neither kept nor
   *     changed
   * @param context where the value belongs; stands in the envelope in clear, and the same is needed
   *     to open
   * @return a JWE in compact form
   * @throws IllegalArgumentException when the plaintext is too long, or the context takes more room
   *     as JSON than the header has
   * @throws ProviderException when this JVM lacks an algorithm
   */
  public String seal(byte[] plaintext, EncryptionContext context) {
    if (plaintext.length > SealedEnvelope.MAX_PLAINTEXT_BYTES) {
      throw new IllegalArgumentException(
          "An envelope takes at most "
              + SealedEnvelope.MAX_PLAINTEXT_BYTES
              + " bytes, not "
              + plaintext.length);
    }
    JWEHeader.Builder header = header(context);
    WipeableKey dek = WipeableKey.random();
    try {
      byte[] encryptedKey = sealing.seal(dek, header);
      String first = encoded(header.build());
      byte[] iv = WipeableKey.randomBytes(SealedEnvelope.IV_BYTES);
      byte[] body =
          ContentCipher.encrypt(dek, iv, first.getBytes(StandardCharsets.US_ASCII), plaintext);
      return String.join(
          ".",
          first,
          Base64Url.encode(encryptedKey),
          Base64Url.encode(iv),
          Base64Url.encode(Arrays.copyOf(body, plaintext.length)),
          Base64Url.encode(Arrays.copyOfRange(body, plaintext.length, body.length)));
    } finally {
      dek.destroy();
    }
  }

  private JWEHeader.Builder header(EncryptionContext context) {
    JWEHeader.Builder header =
        new JWEHeader.Builder(
                JWEAlgorithm.parse(kek.algorithm().jose()),
                EncryptionMethod.parse(EnvelopeHeader.ENC))
            .keyID(kek.kid());
    return context.parts().isEmpty()
        ? header
        : header.customParam(EnvelopeHeader.CTX, context.parts());
  }

  private static String encoded(JWEHeader header) {
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    if (json.length > SealedEnvelope.MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "The encryption context takes more room as JSON than the header of an envelope has: "
              + json.length
              + " bytes, at most "
              + SealedEnvelope.MAX_HEADER_BYTES);
    }
    return Base64Url.encode(json);
  }
}
