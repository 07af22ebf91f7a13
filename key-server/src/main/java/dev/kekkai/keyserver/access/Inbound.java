package dev.kekkai.keyserver.access;

import dev.kekkai.formats.httpsig.HttpFields;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came in, of which nothing is believed yet.
 *
 * @param id given by this server
 * @param method such as {@code POST}
 * @param target absolute, with the authority that the client named
 * @param fields the header fields
 * @param body empty when there is none; not copied
 * @param certificate the client's in TLS; null when it showed none
 * @param peer the address it came from
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Inbound(
    String id,
    String method,
    URI target,
    HttpFields fields,
    byte[] body,
    @Nullable X509Certificate certificate,
    String peer) {

  /** Id and peer; what the request says may be long and is not believed. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "Inbound[%s from %s]", id, peer);
  }
}
