package dev.kekkai.integration.node;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.EnvelopeOpenException;
import dev.kekkai.formats.envelope.EnvelopeOpener;
import dev.kekkai.formats.envelope.SealedEnvelope;
import dev.kekkai.formats.httpsig.ContentDigest;
import dev.kekkai.formats.httpsig.HttpFields;
import dev.kekkai.formats.httpsig.HttpSignatureException;
import dev.kekkai.formats.httpsig.RequestSignature;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.formats.httpsig.SignaturePolicy;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * As much of a key server as a client sees, with KEKs in software: mutual TLS 1.3, signed requests,
 * {@code /v1/decrypt}.
 */
final class SignedRequestServer implements AutoCloseable {

  private static final String KEY_ID = "web-1";
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Function<SealedEnvelope, EnvelopeOpener> keks;
  private final KeyPair signing = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  private final KeyPair tls = ecPair();
  private final X509Certificate certificate = selfSigned(tls);
  private final HttpsServer server;

  SignedRequestServer(Function<SealedEnvelope, EnvelopeOpener> keks) throws Exception {
    this.keks = keks;
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SSLContext context = context();
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters strict = context.getDefaultSSLParameters();
            strict.setProtocols(new String[] {"TLSv1.3"});
            strict.setNeedClientAuth(true);
            parameters.setSSLParameters(strict);
          }
        });
    server.createContext("/v1/decrypt", this::answer);
    server.start();
  }

  String url() {
    return "https://localhost:" + server.getAddress().getPort();
  }

  /** A client's keys and certificates as the page wants them; one certificate serves both sides. */
  Map<String, String> clientPem() throws Exception {
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    return Map.of(
        "keyId",
        KEY_ID,
        "privateKey",
        InteropKeys.pem(signing.getPrivate()),
        "cert",
        pem,
        "key",
        InteropKeys.pem(tls.getPrivate()),
        "ca",
        pem);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (isAuthentic(exchange, body)) {
      open(exchange, body);
    } else {
      reply(exchange, 401, "{\"type\":\"urn:kekkai:problem:unauthenticated\"}");
    }
  }

  private boolean isAuthentic(HttpExchange exchange, byte[] body) {
    HttpFields fields =
        name -> {
          List<String> values = exchange.getRequestHeaders().get(name);
          return values == null ? List.of() : values;
        };
    try {
      RequestSignature signature =
          RequestSignature.parse(
              exchange.getRequestMethod(), URI.create(url() + exchange.getRequestURI()), fields);
      SignaturePolicy.standard().check(signature, true, Instant.now());
      return signature.keyId().equals(KEY_ID)
          && signature.verify(signing.getPublic(), SignatureAlgorithm.ED25519)
          && ContentDigest.matches(fields.values("content-digest"), body);
    } catch (HttpSignatureException e) {
      return false;
    }
  }

  private void open(HttpExchange exchange, byte[] body) throws IOException {
    try {
      Map<String, Object> request = JSONObjectUtils.parse(new String(body, StandardCharsets.UTF_8));
      SealedEnvelope envelope = SealedEnvelope.parse((String) request.get("item"));
      String[] parts =
          ((List<?>) request.get("context")).stream().map(Object::toString).toArray(String[]::new);
      EncryptionContext context =
          EncryptionContext.of(parts[0], Arrays.copyOfRange(parts, 1, parts.length));
      byte[] plaintext = keks.apply(envelope).open(envelope, context);
      reply(
          exchange,
          200,
          "{\"plaintext\":\""
              + Base64.getUrlEncoder().withoutPadding().encodeToString(plaintext)
              + "\",\"kek\":\""
              + envelope.kid()
              + "\",\"stale\":false}");
    } catch (EnvelopeOpenException e) {
      reply(exchange, 422, "{\"type\":\"urn:kekkai:problem:not-opened\"}");
    } catch (ParseException | GeneralSecurityException e) {
      reply(exchange, 400, "{\"type\":\"urn:kekkai:problem:bad-request\"}");
    }
  }

  private static void reply(HttpExchange exchange, int status, String json) throws IOException {
    try (exchange) {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private SSLContext context() throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("key", tls.getPrivate(), PASSWORD, new X509Certificate[] {certificate});
    keys.setCertificateEntry("ca", certificate);
    KeyManagerFactory identity = KeyManagerFactory.getInstance("PKIX");
    identity.init(keys, PASSWORD);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(keys);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyPair ecPair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static X509Certificate selfSigned(KeyPair pair) throws Exception {
    X500Name name = new X500Name("CN=localhost");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(Instant.now().minusSeconds(3600)),
            Date.from(Instant.now().plusSeconds(3600)),
            name,
            pair.getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
