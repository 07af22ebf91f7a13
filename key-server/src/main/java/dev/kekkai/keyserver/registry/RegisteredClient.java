package dev.kekkai.keyserver.registry;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.httpsig.RequestSignature;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** A client as the registry has it now. Immutable. */
public interface RegisteredClient {
  /**
   * Its id.
   *
   * @return as in the registry
   */
  String id();

  /**
   * The version of the registry that it is described in.
   *
   * @return 1 or more; greater after every change of the registry
   */
  long registryVersion();

  /**
   * One of its keys.
   *
   * @param keyId as in the signature's parameters
   * @return the key and the one algorithm it is used with; empty when it has none of that id
   */
  Optional<Key> key(String keyId);

  /**
   * Whether a TLS certificate is one of its own.
   *
   * @param leaf what it showed
   * @return false for every other client's
   */
  boolean hasCertificate(X509Certificate leaf);

  /**
   * Its quota for a KEK.
   *
   * @param kekName the KEK without version, {@code payments}
   * @return empty for a KEK that it may not use
   */
  Optional<Quota> quota(String kekName);

  /**
   * Whether it may do something at all now, whatever the item.
   *
   * @param operation what it asks for
   * @param now for its dates
   * @return empty when it may, else why not: {@code suspended}, {@code expired}, {@code
   *     not-yet-valid} or {@code operation}
   */
  Optional<String> refusal(Operation operation, Instant now);

  /**
   * Whether it may ask for something now.
   *
   * @param operation what it asks for
   * @param kekName the KEK without version, {@code payments}
   * @param context what it says the item belongs to
   * @param now for its dates
   * @return empty when it may, else why not: as {@link #refusal(Operation, Instant)}, or {@code
   *     kek} or {@code context}
   */
  Optional<String> refusal(
      Operation operation, String kekName, EncryptionContext context, Instant now);

  /**
   * A public key with its algorithm.
   *
   * @param key the public key
   * @param algorithm what it is registered for; a message never chooses
   */
  record Key(PublicKey key, SignatureAlgorithm algorithm) {
    /**
     * Takes the key over to who verifies with it.
     *
     * @param key the public key
     * @param algorithm what it is registered for
     */
    public Key {
      key = FastKeys.translated(key, algorithm);
    }

    /**
     * Whether a signature is by this key.
     *
     * @param signature of a request
     * @return false also when the signature names another algorithm
     */
    public boolean signed(RequestSignature signature) {
      return signature.verify(key, algorithm, FastKeys.provider(algorithm));
    }
  }
}
