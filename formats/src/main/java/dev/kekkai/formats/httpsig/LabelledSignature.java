package dev.kekkai.formats.httpsig;

import java.security.Provider;
import java.security.PublicKey;
import java.util.Map;
import org.greenbytes.http.sfv.ListElement;
import org.jspecify.annotations.Nullable;

/** One signature of a message, whatever it covers (RFC 9421 sections 3.2 and 4). */
final class LabelledSignature {

  /** RSA of the greatest length that is taken. */
  private static final int MAX_BYTES = SignatureAlgorithm.MAX_RSA_BITS / Byte.SIZE;

  private final SignatureInput input;
  private final byte[] base;
  private final byte[] signature;

  private LabelledSignature(SignatureInput input, byte[] base, byte[] signature) {
    this.input = input;
    this.base = base;
    this.signature = signature;
  }

  /** Finds a signature by its label; others, of proxies for instance, are passed over. */
  static LabelledSignature read(String label, HttpFields fields, ComponentSource message)
      throws HttpSignatureException {
    Map<String, ListElement<? extends Object>> inputs =
        StructuredFields.dictionary("Signature-Input", fields.values("signature-input"));
    Map<String, ListElement<? extends Object>> signatures =
        StructuredFields.dictionary("Signature", fields.values("signature"));
    if (!inputs.containsKey(label) || !signatures.containsKey(label)) {
      throw new HttpSignatureException(
          "Signature-Input and Signature have no member labelled " + label);
    }
    SignatureInput input = SignatureInput.of(inputs.get(label));
    byte[] signature = StructuredFields.bytes(signatures.get(label));
    if (signature == null || signature.length == 0 || signature.length > MAX_BYTES) {
      throw new HttpSignatureException("The signature is not 1 to " + MAX_BYTES + " bytes");
    }
    return new LabelledSignature(input, input.base(message), signature);
  }

  SignatureInput input() {
    return input;
  }

  boolean verify(PublicKey key, SignatureAlgorithm algorithm, @Nullable Provider provider) {
    return algorithm.verify(key, base, signature, provider);
  }
}
