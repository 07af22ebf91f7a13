package dev.kekkai.keyserver.access;

import dev.kekkai.formats.httpsig.ContentDigest;
import dev.kekkai.formats.httpsig.HttpSignatureException;
import dev.kekkai.formats.httpsig.RequestSignature;
import dev.kekkai.formats.httpsig.SignaturePolicy;
import dev.kekkai.keyserver.audit.AuditLog;
import dev.kekkai.keyserver.limit.LimitUnavailableException;
import dev.kekkai.keyserver.limit.NonceStore;
import dev.kekkai.keyserver.registry.ClientRegistry;
import dev.kekkai.keyserver.registry.RegisteredClient;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who sent a request: the client whose certificate TLS saw and whose key signed it. What
 * costs nothing comes first, and the database is asked only about a request that is signed well.
 * Thread-safe.
 */
public final class Authenticator {
  private final ClientRegistry registry;
  private final NonceStore nonces;
  private final AuditLog audit;
  private final SignaturePolicy policy;
  private final Clock clock;

  /**
   * Over the parts it asks.
   *
   * @param registry whose certificates and keys there are
   * @param nonces which requests came before, at any server
   * @param audit whose entries make used nonces durable
   * @param policy what a signature has to cover, and how fresh it has to be
   * @param clock this server's
   */
  public Authenticator(
      ClientRegistry registry,
      NonceStore nonces,
      AuditLog audit,
      SignaturePolicy policy,
      Clock clock) {
    this.registry = registry;
    this.nonces = nonces;
    this.audit = audit;
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Finds out who sent a request, and uses its nonce up.
   *
   * @param request the request
   * @return who, beyond doubt
   * @throws RejectedException when it is not shown, or the request was sent before
   * @throws LimitUnavailableException when it can't be known whether it was
   * @throws dev.kekkai.keyserver.registry.RegistryUnavailableException when what is known of
   *     clients is too old to go by
   */
  public Caller authenticate(Inbound request) throws RejectedException, LimitUnavailableException {
    Instant now = clock.instant();
    X509Certificate certificate = valid(request.certificate(), now);
    RequestSignature signature = signature(request, now);
    RegisteredClient client = registry.byKeyId(signature.keyId()).orElse(null);
    RegisteredClient.Key key = client == null ? null : client.key(signature.keyId()).orElse(null);
    if (client == null || key == null) {
      throw new RejectedException("unknown-key", "no client has the key " + signature.keyId());
    }
    if (!client.hasCertificate(certificate)) {
      throw new RejectedException(
          "other-certificate",
          String.format(
              Locale.ROOT,
              "the key %s is of %s, the certificate of TLS is not: %s",
              signature.keyId(),
              client.id(),
              certificate.getSubjectX500Principal()));
    }
    if (!key.signed(signature)) {
      throw new RejectedException(
          "bad-signature", "the key " + signature.keyId() + " did not sign this request");
    }
    if (request.body().length > 0
        && !ContentDigest.matches(request.fields().values("content-digest"), request.body())) {
      throw new RejectedException(
          "bad-digest", "the body is not the one that " + signature.keyId() + " signed");
    }
    long incarnation = audit.incarnation(); // before anything that its entries are to vouch for
    if (!nonces.use(signature.keyId(), signature.nonce(), policy.rememberUntil(signature))) {
      throw new RejectedException(
          "replayed", "a nonce of " + signature.keyId() + " was used before");
    }
    return new Caller(client, signature.keyId(), request.peer(), request.id(), incarnation);
  }

  /** A connection outlives the handshake that looked at the dates. */
  private static X509Certificate valid(@Nullable X509Certificate certificate, Instant now)
      throws RejectedException {
    if (certificate == null) {
      throw new RejectedException("no-certificate", "TLS saw no client certificate");
    }
    try {
      certificate.checkValidity(Date.from(now));
    } catch (CertificateException e) {
      throw new RejectedException(
          "expired-certificate", "not valid now: " + certificate.getSubjectX500Principal());
    }
    return certificate;
  }

  private RequestSignature signature(Inbound request, Instant now) throws RejectedException {
    if (request.fields().values("signature-input").isEmpty()) {
      throw new RejectedException("unsigned", "there is no Signature-Input");
    }
    RequestSignature signature;
    try {
      signature = RequestSignature.parse(request.method(), request.target(), request.fields());
    } catch (HttpSignatureException e) {
      throw new RejectedException("malformed-signature", String.valueOf(e.getMessage()));
    }
    try {
      policy.check(signature, request.body().length > 0, now);
    } catch (HttpSignatureException e) {
      throw new RejectedException("signature-policy", String.valueOf(e.getMessage()));
    }
    return signature;
  }
}
