package dev.kekkai.keyserver.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;

/**
 * What TLS needs, read and found to fit together.
 *
 * @param chain the server's certificate first
 * @param key its private key
 * @param clientCas whom clients' certificates may be from
 */
public record TlsMaterial(
    List<X509Certificate> chain, PrivateKey key, List<X509Certificate> clientCas) {

  /** Protects an entry of a key store that is only ever in memory, beside the key itself. */
  static final String IN_MEMORY = UUID.randomUUID().toString();

  /** Copies. */
  public TlsMaterial {
    chain = List.copyOf(chain);
    clientCas = List.copyOf(clientCas);
  }

  /**
   * The server's own certificate.
   *
   * @return the first of the chain
   */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** Whether key and certificate are a pair, found out by signing. */
  boolean isPair() {
    try {
      String algorithm =
          switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
          };
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update((byte) 1);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(algorithm);
      verifier.initVerify(certificate().getPublicKey());
      verifier.update((byte) 1);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  KeyStore identityStore() throws GeneralSecurityException {
    KeyStore store = empty();
    store.setKeyEntry(
        "server", key, IN_MEMORY.toCharArray(), chain.toArray(X509Certificate[]::new));
    return store;
  }

  KeyStore trustStore() throws GeneralSecurityException {
    KeyStore store = empty();
    for (int i = 0; i < clientCas.size(); i++) {
      store.setCertificateEntry("ca" + i, clientCas.get(i));
    }
    return store;
  }

  private static KeyStore empty() throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** Subjects only. */
  @Override
  public String toString() {
    return "TlsMaterial[" + certificate().getSubjectX500Principal() + "]";
  }
}
