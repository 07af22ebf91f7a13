package dev.kekkai.keyserver.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.3 and nothing below, with a certificate from both sides. Takes changed files while it runs.
 * Thread-safe.
 */
public final class ServerTls {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

  /** A session resumed is a client's certificate not looked at again: not for long. */
  private static final int SESSION_SECONDS = 300;

  private final TlsFiles files;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private volatile TlsMaterial material;
  private String state;

  /**
   * Reads the files.
   *
   * @param files certificate, key and authorities
   * @throws TlsFileException when they can't be used
   */
  public ServerTls(TlsFiles files) throws TlsFileException {
    this.files = files;
    this.state = files.state();
    this.material = files.read();
    factory.setIncludeProtocols("TLSv1.3");
    factory.setNeedClientAuth(true);
    factory.setRenegotiationAllowed(false);
    factory.setSniRequired(false);
    factory.setSslSessionTimeout(SESSION_SECONDS);
    use(factory, material);
  }

  /**
   * What Jetty makes connections with.
   *
   * @return always the same
   */
  public SslContextFactory.Server factory() {
    return factory;
  }

  /**
   * The certificate shown to clients.
   *
   * @return the newest one that could be read
   */
  public X509Certificate certificate() {
    return material.certificate();
  }

  /**
   * Takes the files anew if they changed; new connections are made with what is in them. What can't
   * be used is logged, and everything stays as it was until the files change again.
   *
   * @return whether something else is in use now
   */
  public synchronized boolean reloadIfChanged() {
    String now = files.state();
    if (now.equals(state)) {
      return false;
    }
    state = now;
    try {
      TlsMaterial fresh = files.read();
      factory.reload(f -> use(f, fresh));
      material = fresh;
      LOG.info(
          "The TLS certificate was read anew: {}, until {}",
          fresh.certificate().getSubjectX500Principal(),
          fresh.certificate().getNotAfter().toInstant());
      return true;
    } catch (Exception e) {
      LOG.error("The changed TLS files can't be used; the old ones stay in use: {}", e.toString());
      return false;
    }
  }

  private static void use(SslContextFactory factory, TlsMaterial material) {
    try {
      factory.setKeyStore(material.identityStore());
      factory.setKeyStorePassword(TlsMaterial.IN_MEMORY);
      factory.setTrustStore(material.trustStore());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "No key store can be made of %s", material), e);
    }
  }
}
