package dev.kekkai.integration.format;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.kekkai.formats.BlindIndex;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldCipher;
import dev.kekkai.formats.FieldToken;
import dev.kekkai.formats.envelope.EnvelopeSealer;
import dev.kekkai.formats.envelope.PublicKek;
import dev.kekkai.formats.kekset.KekSet;
import dev.kekkai.formats.kekset.KekSetSigner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes an item of every kind, with the keys to read it, in the form of the vectors. */
final class GoldenFiles {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String ABOUT =
      "Written by a release, with the keys to read it, which are for nothing else. Never changed.";

  private static final List<Item> ITEMS =
      List.of(
          new Item("a value in its row", "JBSWY3DPEHPK3PXP", "users", "otp_secret", "42"),
          new Item("an empty value, no context", ""),
          new Item("beyond ASCII", "結界 🔑", "結界", "", "é", "🔑"),
          new Item("4,000 bytes", "0123456789".repeat(400), "users", "note", "17"));

  private final Path folder;
  private final Map<String, JWK> keks = new LinkedHashMap<>();

  GoldenFiles(Path folder) throws Exception {
    this.folder = folder;
    keks.put("payments.v1", new RSAKeyGenerator(3072).generate());
    keks.put("payments.v2", new ECKeyGenerator(Curve.P_256).generate());
    keks.put("payments.v3", new ECKeyGenerator(Curve.P_384).generate());
    keks.put("payments.v4", new ECKeyGenerator(Curve.P_521).generate());
  }

  /** What is encrypted, and where it belongs. */
  private record Item(String name, String text, String... context) {
    byte[] plaintext() {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    EncryptionContext parts() {
      return EncryptionContext.of(List.of(context));
    }

    Map<String, Object> members(String suffix) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("name", name + suffix);
      members.put("context", List.of(context));
      members.put("plaintext", HexFormat.of().formatHex(plaintext()));
      return members;
    }
  }

  void write() throws Exception {
    fieldTokens();
    blindIndexes();
    envelopes();
    kekSets();
    new GoldenRequests(folder).write();
    new GoldenStreams(folder).write();
    new GoldenAuditLog(folder).write();
  }

  private void fieldTokens() throws Exception {
    byte[] dek = new byte[32];
    new SecureRandom().nextBytes(dek);
    SecretKey key = new SecretKeySpec(dek, "AES");
    UUID dekId = UUID.randomUUID();
    List<Object> vectors = new ArrayList<>();
    for (Item item : ITEMS) {
      byte[] token = FieldCipher.create().encrypt(key, dekId, item.plaintext(), item.parts());
      Map<String, Object> vector = item.members("");
      vector.put("key", HexFormat.of().formatHex(dek));
      vector.put("dek-id", dekId.toString());
      vector.put("token", HexFormat.of().formatHex(token));
      vector.put("text", FieldToken.parse(token).toBase64Url());
      vectors.add(vector);
    }
    save("field-token.json", Map.of("vectors", vectors));
  }

  private void blindIndexes() throws Exception {
    byte[] stored = new byte[32];
    new SecureRandom().nextBytes(stored);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(stored, "HmacSHA256"));
    SecretKey key = new SecretKeySpec(mac.doFinal(BlindIndex.keyLabel()), "HmacSHA256");
    List<Object> vectors = new ArrayList<>();
    for (Item item : ITEMS) {
      int bits = 256 - 64 * vectors.size();
      int version = vectors.size() + 1;
      Map<String, Object> vector = item.members("");
      vector.put("key", HexFormat.of().formatHex(stored));
      vector.put("key-version", version);
      vector.put("bits", bits);
      vector.put("value", vector.remove("plaintext"));
      vector.put("text", BlindIndex.of(key, version, item.parts(), item.plaintext(), bits).text());
      vectors.add(vector);
    }
    save("blind-index.json", Map.of("vectors", vectors));
  }

  private static PublicKey publicKey(JWK key) throws Exception {
    return key instanceof ECKey ec ? ec.toPublicKey() : key.toRSAKey().toPublicKey();
  }

  private void envelopes() throws Exception {
    Map<String, Object> keys = new LinkedHashMap<>();
    List<Object> vectors = new ArrayList<>();
    for (Map.Entry<String, JWK> kek : keks.entrySet()) {
      String kid = kek.getKey();
      keys.put(kid, kek.getValue().toJSONObject());
      EnvelopeSealer sealer = new EnvelopeSealer(new PublicKek(kid, publicKey(kek.getValue())));
      for (Item item : ITEMS) {
        Map<String, Object> vector = item.members(", for " + kid);
        vector.put("key", kid);
        vector.put("kid", kid);
        vector.put("jwe", sealer.seal(item.plaintext(), item.parts()));
        vectors.add(vector);
      }
    }
    save("sealed-envelope.json", Map.of("keys", keys, "vectors", vectors));
  }

  private void kekSets() throws Exception {
    List<PublicKek> published = new ArrayList<>();
    for (Map.Entry<String, JWK> kek : keks.entrySet()) {
      published.add(new PublicKek(kek.getKey(), publicKey(kek.getValue())));
    }
    Instant issued = Instant.parse("2026-11-26T00:00:00Z");
    KekSet set =
        new KekSet(
            7, issued, issued.plusSeconds(86_400), Map.of("payments", "payments.v4"), published);
    List<Object> vectors = new ArrayList<>();
    for (Curve curve : List.of(Curve.P_256, Curve.P_384, Curve.P_521)) {
      ECKey seal = new ECKeyGenerator(curve).generate();
      Map<String, Object> vector = new LinkedHashMap<>();
      vector.put("name", "sealed on " + curve.getName());
      vector.put("seal-key", base64(seal.toPublicKey()));
      vector.put("kid", seal.computeThumbprint().toString());
      vector.put("version", set.version());
      vector.put("iat", set.issued().getEpochSecond());
      vector.put("exp", set.expires().getEpochSecond());
      vector.put("primaries", set.primaries());
      vector.put(
          "keks",
          published.stream()
              .map(kek -> Map.of("kid", kek.kid(), "alg", kek.algorithm().jose()))
              .toList());
      vector.put("jws", new KekSetSigner(seal.toPrivateKey(), seal.toECPublicKey()).sign(set));
      vectors.add(vector);
    }
    save("kek-set.json", Map.of("vectors", vectors));
  }

  static String base64(PublicKey key) {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  private void save(String name, Map<String, Object> members) throws Exception {
    save(folder, name, members);
  }

  static void save(Path folder, String name, Map<String, Object> members) throws Exception {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("about", ABOUT);
    all.putAll(members);
    Files.writeString(folder.resolve(name), JSON.writeValueAsString(all) + "\n");
  }
}
