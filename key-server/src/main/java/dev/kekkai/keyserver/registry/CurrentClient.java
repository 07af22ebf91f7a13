package dev.kekkai.keyserver.registry;

import dev.kekkai.formats.EncryptionContext;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * A client as it is now: what the document says, and whether it is suspended.
 *
 * @param entry what the document says
 * @param version of the document
 * @param suspended whether it may nothing for now
 */
record CurrentClient(ClientEntry entry, long version, boolean suspended)
    implements RegisteredClient {
  @Override
  public String id() {
    return entry.id();
  }

  @Override
  public long registryVersion() {
    return version;
  }

  @Override
  public Optional<Key> key(String keyId) {
    return Optional.ofNullable(entry.keys().get(keyId));
  }

  @Override
  public boolean hasCertificate(X509Certificate leaf) {
    for (CertificatePin.Of of : CertificatePin.Of.values()) {
      if (entry.certificates().contains(CertificatePin.of(of, leaf))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Optional<Quota> quota(String kekName) {
    return Optional.ofNullable(entry.quotas().get(kekName));
  }

  @Override
  public Optional<String> refusal(Operation operation, Instant now) {
    return suspended ? Optional.of("suspended") : entry.refusal(operation, now);
  }

  @Override
  public Optional<String> refusal(
      Operation operation, String kekName, EncryptionContext context, Instant now) {
    return suspended ? Optional.of("suspended") : entry.refusal(operation, kekName, context, now);
  }
}
