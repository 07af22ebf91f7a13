package dev.kekkai.integration.format;

import dev.kekkai.formats.httpsig.RequestSigner;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.formats.httpsig.SignaturePolicy;
import dev.kekkai.formats.httpsig.SigningKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A request by a key of each algorithm. */
final class GoldenRequests {
  private static final Instant NOW = Instant.parse("2026-11-26T10:15:30Z");
  private static final URI TARGET = URI.create("https://keys.example.com:8443/v1/decrypt");
  private static final String BODY = "{\"item\":\"...\",\"context\":[\"users\",\"結界\"]}";

  private final Path folder;

  GoldenRequests(Path folder) {
    this.folder = folder;
  }

  void write() throws Exception {
    List<Object> vectors = new ArrayList<>();
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      vectors.add(request(algorithm, pair(algorithm)));
    }
    GoldenFiles.save(folder, "signed-request.json", Map.of("vectors", vectors));
  }

  private static KeyPair pair(SignatureAlgorithm algorithm) throws Exception {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(
            switch (algorithm) {
              case ED25519 -> "Ed25519";
              case ECDSA_P256_SHA256 -> "EC";
              case RSA_PSS_SHA512 -> "RSA";
            });
    if (algorithm == SignatureAlgorithm.ECDSA_P256_SHA256) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    }
    return generator.generateKeyPair();
  }

  private static Map<String, Object> request(SignatureAlgorithm algorithm, KeyPair pair)
      throws Exception {
    RequestSigner signer =
        new RequestSigner(
            new SigningKey("web-1", pair.getPrivate(), algorithm),
            SignaturePolicy.TAG,
            Duration.ofSeconds(60),
            Clock.fixed(NOW, ZoneOffset.UTC));
    Map<String, String> fields = new TreeMap<>(Map.of("content-type", "application/json"));
    fields.putAll(
        signer.sign("POST", TARGET, "application/json", BODY.getBytes(StandardCharsets.UTF_8)));
    Map<String, Object> vector = new LinkedHashMap<>();
    vector.put("name", algorithm.id());
    vector.put("algorithm", algorithm.id());
    vector.put("public-key", GoldenFiles.base64(pair.getPublic()));
    vector.put("now", NOW.getEpochSecond());
    vector.put("method", "POST");
    vector.put("target", TARGET.toString());
    vector.put("fields", fields);
    vector.put("body", BODY);
    return vector;
  }
}
