package dev.kekkai.formats.kekset;

import dev.kekkai.formats.encoding.NistCurve;
import dev.kekkai.formats.envelope.PublicKek;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Keys and a set to change. */
final class TestKeks {
  static final Instant ISSUED = Instant.parse("2026-09-21T14:13:20Z");
  static final Instant EXPIRES = ISSUED.plusSeconds(604_800);

  private TestKeks() {}

  static KeyPair pair(NistCurve curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(curve.params());
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static ECPublicKey publicOf(KeyPair pair) {
    return (ECPublicKey) pair.getPublic();
  }

  static PublicKek kek(String kid) {
    return new PublicKek(kid, pair(NistCurve.P_256).getPublic());
  }

  static KekSet set() {
    return new KekSet(
        7,
        ISSUED,
        EXPIRES,
        Map.of("payments", "payments.v2", "cards", "cards.v1"),
        List.of(kek("payments.v1"), kek("payments.v2"), kek("cards.v1")));
  }
}
