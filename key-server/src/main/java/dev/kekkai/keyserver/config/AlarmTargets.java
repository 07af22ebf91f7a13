package dev.kekkai.keyserver.config;

import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Who is told of alarms. Immutable.
 *
 * @param syslog syslog collectors
 * @param webhooks signed webhooks
 */
public record AlarmTargets(List<Destination.Syslog> syslog, List<Webhook> webhooks) {
  /**
   * A signed webhook.
   *
   * @param url where to post
   * @param keyId under which the receiver knows the public key
   * @param key PEM file with the private key, PKCS#8
   * @param algorithm what it signs with
   */
  public record Webhook(URI url, String keyId, Path key, SignatureAlgorithm algorithm) {}
}
