package dev.kekkai.formats.httpsig;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that was signed, and what becomes of it on the way. */
record SignedRequest(
    String method, URI target, Map<String, String> fields, byte @Nullable [] body) {

  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final URI TARGET = URI.create("https://keys.example.com:8443/v1/decrypt?trace=1");
  static final byte[] BODY = "{\"item\": \"...\"}".getBytes(StandardCharsets.UTF_8);

  static RequestSigner signer(SignatureAlgorithm algorithm) {
    SigningKey key = new SigningKey("web-1", TestKeys.of(algorithm).getPrivate(), algorithm);
    return new RequestSigner(
        key, SignaturePolicy.TAG, Duration.ofSeconds(60), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  static SignedRequest post(RequestSigner signer) throws SignatureException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("host", "keys.example.com:8443");
    fields.put("content-type", "application/json");
    fields.putAll(signer.sign("POST", TARGET, "application/json", BODY));
    return new SignedRequest("POST", TARGET, fields, BODY);
  }

  static SignedRequest post(SignatureAlgorithm algorithm) throws SignatureException {
    return post(signer(algorithm));
  }

  RequestSignature parse() throws HttpSignatureException {
    return RequestSignature.parse(method, target, httpFields());
  }

  HttpFields httpFields() {
    return name -> fields.containsKey(name) ? List.of(fields.get(name)) : List.of();
  }

  /** What a server asks before it believes a request. */
  boolean isAccepted(SignatureAlgorithm algorithm) throws HttpSignatureException {
    RequestSignature signature = parse();
    SignaturePolicy.standard().check(signature, body != null, NOW);
    return signature.verify(TestKeys.of(algorithm).getPublic(), algorithm)
        && (body == null || ContentDigest.matches(httpFields().values("content-digest"), body));
  }

  SignedRequest withMethod(String changed) {
    return new SignedRequest(changed, target, fields, body);
  }

  SignedRequest withTarget(String changed) {
    return new SignedRequest(method, URI.create(changed), fields, body);
  }

  SignedRequest withBody(byte[] changed) {
    return new SignedRequest(method, target, fields, changed);
  }

  SignedRequest with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(name, value);
    return new SignedRequest(method, target, changed, body);
  }

  SignedRequest without(String name) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.remove(name);
    return new SignedRequest(method, target, changed, body);
  }

  SignedRequest withInput(String from, String to) {
    return with("signature-input", fields.get("signature-input").replace(from, to));
  }
}
