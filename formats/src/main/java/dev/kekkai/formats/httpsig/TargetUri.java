package dev.kekkai.formats.httpsig;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes, normalised as RFC 9110 section 4.2.3 says: scheme and host in lower case,
 * no default port, no empty path. Percent-encoding is left as it is.
 *
 * @param scheme {@code https} or {@code http}
 * @param authority host, and port where it is not the scheme's own
 * @param path from its slash on
 * @param query without its question mark; null when there is none
 */
record TargetUri(String scheme, String authority, String path, @Nullable String query) {

  static final int MAX_CHARS = 8 * 1024;

  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  static TargetUri of(URI uri) throws HttpSignatureException {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new HttpSignatureException("The target URI is not absolute with https (or http)");
    }
    String host = uri.getHost();
    if (host == null || uri.getRawUserInfo() != null) {
      throw new HttpSignatureException("The target URI has no host, or a user beside it");
    }
    if (uri.toString().length() > MAX_CHARS) {
      throw new HttpSignatureException("The target URI is longer than " + MAX_CHARS);
    }
    int port = uri.getPort();
    int standardPort = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    return new TargetUri(
        scheme,
        host.toLowerCase(Locale.ROOT) + (port < 0 || port == standardPort ? "" : ":" + port),
        uri.getRawPath().isEmpty() ? "/" : uri.getRawPath(),
        uri.getRawQuery());
  }

  String absolute() {
    return scheme + "://" + authority + originForm();
  }

  /** What an HTTP/1.1 request line has. */
  String originForm() {
    return query == null ? path : path + "?" + query;
  }
}
