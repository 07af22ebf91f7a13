package dev.kekkai.formats.kekset;

import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import dev.kekkai.formats.encoding.NistCurve;
import dev.kekkai.formats.envelope.PublicKek;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;

/** A public KEK as a JWK (RFC 7517). */
final class JwkWriter {
  private JwkWriter() {}

  static Map<String, Object> write(PublicKek kek) {
    JWEAlgorithm algorithm = JWEAlgorithm.parse(kek.algorithm().jose());
    JWK jwk;
    if (kek.key() instanceof RSAPublicKey rsa) {
      jwk =
          new RSAKey.Builder(rsa)
              .keyID(kek.kid())
              .keyUse(KeyUse.ENCRYPTION)
              .algorithm(algorithm)
              .build();
    } else {
      ECPublicKey ec = (ECPublicKey) kek.key();
      jwk =
          new ECKey.Builder(NistCurve.of(ec).orElseThrow().jose(), ec)
              .keyID(kek.kid())
              .keyUse(KeyUse.ENCRYPTION)
              .algorithm(algorithm)
              .build();
    }
    return jwk.toJSONObject();
  }
}
