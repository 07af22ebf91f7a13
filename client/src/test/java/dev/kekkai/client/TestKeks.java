package dev.kekkai.client;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.EnvelopeOpener;
import dev.kekkai.formats.envelope.PublicKek;
import dev.kekkai.formats.envelope.SealedEnvelope;
import dev.kekkai.formats.kekset.KekSet;
import dev.kekkai.formats.kekset.KekSetSigner;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** KEKs of two names and a seal key, in software. */
final class TestKeks {

  static final Instant ISSUED = Instant.parse("2026-11-01T00:00:00Z");
  static final Duration LIFETIME = Duration.ofDays(7);
  static final Instant EXPIRES = ISSUED.plus(LIFETIME);

  private static final Map<String, KeyPair> PAIRS = new TreeMap<>();

  private final KeyPair seal;

  TestKeks() throws Exception {
    seal = TestCa.ecKeys();
  }

  List<ECPublicKey> pinned() {
    return List.of((ECPublicKey) seal.getPublic());
  }

  /** A signed set with payments.v1 and up to payments.vN, the last one primary, and orders.v1. */
  String signed(long version, int paymentsVersion) throws Exception {
    return signed(set(version, paymentsVersion, EXPIRES));
  }

  String signed(KekSet set) throws Exception {
    return new KekSetSigner(seal.getPrivate(), (ECPublicKey) seal.getPublic()).sign(set);
  }

  static KekSet set(long version, int paymentsVersion, Instant expires) throws Exception {
    Map<String, PublicKek> keks = new TreeMap<>();
    for (int i = 1; i <= paymentsVersion; i++) {
      keks.put("payments.v" + i, publicKek("payments.v" + i));
    }
    keks.put("orders.v1", publicKek("orders.v1"));
    Map<String, String> primaries = new HashMap<>();
    primaries.put("payments", "payments.v" + paymentsVersion);
    primaries.put("orders", "orders.v1");
    return new KekSet(version, ISSUED, expires, primaries, List.copyOf(keks.values()));
  }

  /** What the key server does. */
  static byte[] open(String item, EncryptionContext context) throws Exception {
    SealedEnvelope envelope = SealedEnvelope.parse(item);
    return new EnvelopeOpener(pair(envelope.kid()).getPrivate()).open(envelope, context);
  }

  static PublicKek publicKek(String kid) throws Exception {
    return new PublicKek(kid, pair(kid).getPublic());
  }

  private static synchronized KeyPair pair(String kid) throws Exception {
    KeyPair pair = PAIRS.get(kid);
    if (pair == null) {
      pair = TestCa.ecKeys();
      PAIRS.put(kid, pair);
    }
    return pair;
  }
}
