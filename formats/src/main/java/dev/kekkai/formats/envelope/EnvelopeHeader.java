package dev.kekkai.formats.envelope;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.encoding.Base64Url;
import dev.kekkai.formats.encoding.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header of an envelope, read by an allow-list: a parameter that changes what the bytes mean,
 * and that this reader does not know, must not be passed over.
 *
 * @param kek from {@code kid}
 * @param algorithm from {@code alg}
 * @param context from {@code ctx}
 * @param epk from {@code epk}; null with RSA
 * @param apu from {@code apu}; empty when there is none
 * @param apv from {@code apv}; empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EnvelopeHeader(
    KekId kek,
    SealAlgorithm algorithm,
    EncryptionContext context,
    @Nullable EphemeralKey epk,
    byte[] apu,
    byte[] apv) {

  /** The one content encryption algorithm. */
  static final String ENC = "A256GCM";

  /** The name of the parameter that holds the encryption context. */
  static final String CTX = "ctx";

  private static final Set<String> TAKEN =
      Set.of("alg", "enc", "kid", CTX, "epk", "apu", "apv", "typ", "cty");

  static EnvelopeHeader read(byte[] json) throws EnvelopeFormatException {
    Map<String, Object> members =
        StrictJson.object(json, m -> new EnvelopeFormatException("The header: " + m));
    for (String name : members.keySet()) {
      if (!TAKEN.contains(name)) {
        throw new EnvelopeFormatException(
            "The header has a parameter"
                + shown(name)
                + " that is not taken; it may have alg, enc, kid, ctx, epk, apu, apv, typ and cty");
      }
    }
    SealAlgorithm algorithm = algorithm(members);
    requireContentEncryption(members);
    for (String name : List.of("typ", "cty")) {
      text(members, name); // any text will do
    }
    boolean isEcdh = algorithm == SealAlgorithm.ECDH_ES_A256KW;
    return new EnvelopeHeader(
        kek(members),
        algorithm,
        context(members),
        isEcdh ? EphemeralKey.read(members.get("epk")) : withoutAgreement(members),
        partyInfo(members, "apu"),
        partyInfo(members, "apv"));
  }

  /** A name that somebody may have meant; what else stands there stays out of messages. */
  private static String shown(String name) {
    return name.matches("[A-Za-z0-9#_-]{1,16}") ? " " + name : "";
  }

  private static SealAlgorithm algorithm(Map<String, Object> members)
      throws EnvelopeFormatException {
    return SealAlgorithm.named(required(members, "alg"))
        .orElseThrow(
            () ->
                new EnvelopeFormatException(
                    "The header's alg is another one than RSA-OAEP-256 or ECDH-ES+A256KW"));
  }

  private static void requireContentEncryption(Map<String, Object> members)
      throws EnvelopeFormatException {
    if (!required(members, "enc").equals(ENC)) {
      throw new EnvelopeFormatException("The header's enc is another one than " + ENC);
    }
  }

  private static KekId kek(Map<String, Object> members) throws EnvelopeFormatException {
    return KekId.parse(required(members, "kid"))
        .orElseThrow(
            () -> new EnvelopeFormatException("The header's kid is not written " + KekId.FORM));
  }

  private static EncryptionContext context(Map<String, Object> members)
      throws EnvelopeFormatException {
    Object value = members.getOrDefault(CTX, List.of());
    if (!(value instanceof List<?> list)) {
      throw new EnvelopeFormatException("The header's ctx is no array of strings");
    }
    List<String> parts = new ArrayList<>();
    for (Object part : list) {
      if (!(part instanceof String text)) {
        throw new EnvelopeFormatException("The header's ctx is no array of strings");
      }
      parts.add(text);
    }
    try {
      return EncryptionContext.of(parts);
    } catch (IllegalArgumentException e) {
      throw new EnvelopeFormatException("The header's ctx: " + e.getMessage());
    }
  }

  private static @Nullable EphemeralKey withoutAgreement(Map<String, Object> members)
      throws EnvelopeFormatException {
    for (String name : List.of("epk", "apu", "apv")) {
      if (members.containsKey(name)) {
        throw new EnvelopeFormatException(
            "The header has " + name + ", which means nothing with RSA-OAEP-256");
      }
    }
    return null;
  }

  private static byte[] partyInfo(Map<String, Object> members, String name)
      throws EnvelopeFormatException {
    String value = text(members, name);
    return value == null
        ? new byte[0]
        : Base64Url.decode(
            value,
            SealedEnvelope.MAX_HEADER_BYTES,
            m -> new EnvelopeFormatException("The header's " + name + ": " + m));
  }

  private static String required(Map<String, Object> members, String name)
      throws EnvelopeFormatException {
    String value = text(members, name);
    if (value == null) {
      throw new EnvelopeFormatException("The header has no " + name);
    }
    return value;
  }

  private static @Nullable String text(Map<String, Object> members, String name)
      throws EnvelopeFormatException {
    Object value = members.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new EnvelopeFormatException("The header's " + name + " is no string");
  }
}
