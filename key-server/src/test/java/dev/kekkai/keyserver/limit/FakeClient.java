package dev.kekkai.keyserver.limit;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.keyserver.registry.Operation;
import dev.kekkai.keyserver.registry.Quota;
import dev.kekkai.keyserver.registry.RegisteredClient;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** A client with one quota, for the KEK {@code payments}. */
record FakeClient(String id, long registryVersion, Quota quota) implements RegisteredClient {
  @Override
  public Optional<Quota> quota(String kekName) {
    return kekName.equals("payments") ? Optional.of(quota) : Optional.empty();
  }

  @Override
  public Optional<Key> key(String keyId) {
    return Optional.empty();
  }

  @Override
  public boolean hasCertificate(X509Certificate leaf) {
    return false;
  }

  @Override
  public Optional<String> refusal(Operation operation, Instant now) {
    return Optional.empty();
  }

  @Override
  public Optional<String> refusal(
      Operation operation, String kekName, EncryptionContext context, Instant now) {
    return Optional.empty();
  }
}
