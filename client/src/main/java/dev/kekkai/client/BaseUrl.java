package dev.kekkai.client;

import java.net.URI;
import java.util.Locale;

/** Checks a key server's base URL: what is signed is the URL, so it has one form only. */
final class BaseUrl {

  static final String EXPECTED = "must be https://HOST or https://HOST:PORT, and nothing behind it";

  private static final int DEFAULT_PORT = 443;

  private BaseUrl() {}

  static URI require(URI url) {
    String path = url.getRawPath();
    if (!"https".equals(url.getScheme())
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null
        || url.getPort() > 0xffff
        || !(path == null || path.isEmpty() || path.equals("/"))) {
      throw new IllegalArgumentException("A key server's URL " + EXPECTED);
    }
    int port = url.getPort();
    return URI.create(
        "https://"
            + url.getHost().toLowerCase(Locale.ROOT)
            + (port < 0 || port == DEFAULT_PORT ? "" : ":" + port));
  }
}
