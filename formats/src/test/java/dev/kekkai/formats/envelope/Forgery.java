package dev.kekkai.formats.envelope;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.crypto.impl.ECDH;
import com.nimbusds.jose.jwk.ECKey;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.encoding.Base64Url;
import dev.kekkai.formats.encoding.NistCurve;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * Envelopes as somebody makes them who knows the public KEK and keeps to no rule: whole, rightly
 * encrypted, with any header.
 */
final class Forgery {
  private final PublicKey kek;
  private byte[] dek = new byte[32];
  private EncryptionContext context = EncryptionContext.empty();
  private UnaryOperator<String> header = text -> text;
  private UnaryOperator<String> epk = text -> text;

  Forgery(PublicKey kek) {
    this.kek = kek;
  }

  Forgery dek(byte[] value) {
    dek = value;
    return this;
  }

  Forgery context(EncryptionContext value) {
    context = value;
    return this;
  }

  /** Changes the header's JSON before anything is encrypted. */
  Forgery header(UnaryOperator<String> change) {
    header = change;
    return this;
  }

  /** Changes the ephemeral key's JSON before anything is encrypted. */
  Forgery epk(UnaryOperator<String> change) {
    epk = change;
    return this;
  }

  SealedEnvelope envelope() throws Exception {
    return SealedEnvelope.parse(text());
  }

  String text() throws Exception {
    String json;
    byte[] encryptedKey;
    if (kek instanceof ECPublicKey ec) {
      NistCurve curve = NistCurve.of(ec).orElseThrow();
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(curve.params());
      KeyPair ephemeral = generator.generateKeyPair();
      json = json("ECDH-ES+A256KW", ",\"epk\":" + epk.apply(jwk(curve, ephemeral)));
      SecretKey z = ECDH.deriveSharedSecret(ec, ephemeral.getPrivate(), null);
      byte[] wrappingKey =
          ConcatKdf.derive(z.getEncoded(), "ECDH-ES+A256KW", new byte[0], new byte[0], 256);
      Cipher wrap = Cipher.getInstance("AESWrap");
      wrap.init(Cipher.WRAP_MODE, new SecretKeySpec(wrappingKey, "AES"));
      encryptedKey = wrap.wrap(new SecretKeySpec(dek, "AES"));
    } else {
      json = json("RSA-OAEP-256", "");
      Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
      oaep.init(
          Cipher.ENCRYPT_MODE,
          kek,
          new OAEPParameterSpec(
              "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
      encryptedKey = oaep.doFinal(dek);
    }
    String first = Base64Url.encode(json.getBytes(UTF_8));
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    gcm.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(dek, "AES"),
        new GCMParameterSpec(128, new byte[12]));
    gcm.updateAAD(first.getBytes(UTF_8));
    byte[] body = gcm.doFinal("4111".getBytes(UTF_8));
    return String.join(
        ".",
        first,
        Base64Url.encode(encryptedKey),
        Base64Url.encode(new byte[12]),
        Base64Url.encode(Arrays.copyOf(body, body.length - 16)),
        Base64Url.encode(Arrays.copyOfRange(body, body.length - 16, body.length)));
  }

  private String json(String algorithm, String more) {
    String parts =
        context.parts().stream().map(part -> '"' + part + '"').collect(Collectors.joining(","));
    return header.apply(
        "{\"alg\":\""
            + algorithm
            + "\",\"enc\":\"A256GCM\",\"kid\":\"payments.v3\",\"ctx\":["
            + parts
            + "]"
            + more
            + "}");
  }

  private static String jwk(NistCurve curve, KeyPair pair) {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    return "{\"kty\":\"EC\",\"crv\":\""
        + curve.jose().getName()
        + "\",\"x\":\""
        + ECKey.encodeCoordinate(
            key.getParams().getCurve().getField().getFieldSize(), key.getW().getAffineX())
        + "\",\"y\":\""
        + ECKey.encodeCoordinate(
            key.getParams().getCurve().getField().getFieldSize(), key.getW().getAffineY())
        + "\"}";
  }
}
