package dev.kekkai.keyserver.config;

import dev.kekkai.config.pin.PinSource;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the server shows in TLS, and whom it believes.
 *
 * @param identity certificate and key ({@code tls.certificate} and {@code tls.key}, or {@code
 *     tls.pkcs12} and {@code tls.password})
 * @param clientCa PEM file with the certificates of the authorities that clients' certificates are
 *     from ({@code tls.client-ca})
 * @param reload how often the files are looked at for changes ({@code tls.reload})
 */
public record TlsSettings(Identity identity, Path clientCa, Duration reload) {

  /** Where certificate and key are. */
  public sealed interface Identity {}

  /**
   * Two PEM files.
   *
   * @param certificate the server's certificate, then those of the authorities below the root
   * @param key the private key, PKCS#8, not encrypted
   */
  public record Pem(Path certificate, Path key) implements Identity {}

  /**
   * A PKCS#12 file with one private key.
   *
   * @param file the file
   * @param password where the password of file and key comes from
   */
  public record Pkcs12(Path file, PinSource password) implements Identity {}
}
