package dev.kekkai.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS contexts for a {@link KeyServerClient}, made of files with nothing but the JDK. */
public final class ClientTls {

  private static final int MAX_STORE_BYTES = 1024 * 1024;

  private ClientTls() {}

  /**
   * A context of PEM files.
   *
   * @param certificate the client's certificate, followed by the intermediate ones if there are any
   * @param key its private key: PKCS#8, not encrypted, in a file closed to others
   * @param ca the certificates that key servers' certificates have to come from; no other is
   *     trusted
   * @return the context
   * @throws IOException when a file can't be read, or others can read the key
   * @throws GeneralSecurityException when one holds something else, or key and certificate don't
   *     belong together
   */
  public static SSLContext fromPem(Path certificate, Path key, Path ca)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> chain = CertificateFile.read(certificate);
    PrivateKey privateKey = PrivateKeyFile.read(key);
    requirePair(chain.get(0), privateKey, key + " and " + certificate);
    return context(chain, privateKey, ca);
  }

  /**
   * A context of a PKCS#12 file with one key and its certificates.
   *
   * @param store the file, closed to others
   * @param password its password; neither kept nor wiped
   * @param ca as in {@link #fromPem}
   * @return the context
   * @throws IOException when a file can't be read, others can read the store, or the password is
   *     wrong
   * @throws GeneralSecurityException when one holds something else
   */
  public static SSLContext fromPkcs12(Path store, char[] password, Path ca)
      throws IOException, GeneralSecurityException {
    byte[] bytes = OwnerOnlyFile.read(store, MAX_STORE_BYTES);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try {
      keys.load(new ByteArrayInputStream(bytes), password);
    } catch (IOException e) {
      throw new IOException(store + " is no PKCS#12 file, or its password is another one", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
    List<String> aliases = new ArrayList<>();
    for (String alias : Collections.list(keys.aliases())) {
      if (keys.isKeyEntry(alias)) {
        aliases.add(alias);
      }
    }
    if (aliases.size() != 1) {
      throw new KeyStoreException(store + " must hold one key, not " + aliases.size());
    }
    String alias = aliases.get(0);
    if (!(keys.getKey(alias, password) instanceof PrivateKey privateKey)) {
      throw new KeyStoreException(store + " must hold a private key and its certificate");
    }
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate each : keys.getCertificateChain(alias)) {
      chain.add((X509Certificate) each);
    }
    return context(chain, privateKey, ca);
  }

  private static SSLContext context(List<X509Certificate> chain, PrivateKey key, Path ca)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    int i = 0;
    for (X509Certificate each : CertificateFile.read(ca)) {
      trusted.setCertificateEntry("ca-" + i++, each);
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(
        new KeyManager[] {new ClientIdentity(chain.toArray(X509Certificate[]::new), key)},
        trust.getTrustManagers(),
        null);
    return context;
  }

  /** TLS would only say that the handshake failed. */
  private static void requirePair(X509Certificate certificate, PrivateKey key, String files)
      throws GeneralSecurityException {
    boolean pair = certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm());
    if (pair && key instanceof RSAKey rsa) {
      pair = ((RSAKey) certificate.getPublicKey()).getModulus().equals(rsa.getModulus());
    } else if (pair) {
      byte[] probe = new byte[] {'k'};
      Signature signature =
          Signature.getInstance(key instanceof ECKey ? "SHA256withECDSA" : "Ed25519");
      signature.initSign(key);
      signature.update(probe);
      byte[] made = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(probe);
      pair = signature.verify(made);
    }
    if (!pair) {
      throw new InvalidKeyException(files + " don't belong together");
    }
  }
}
