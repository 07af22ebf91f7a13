package dev.kekkai.formats.httpsig;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Single parameters of a query that came from an HTML form (RFC 9421 section 2.2.8). */
final class QueryParameters {

  private QueryParameters() {}

  /** The value of the one parameter of that name; both are encoded anew. */
  static String value(@Nullable String query, String encodedName) throws HttpSignatureException {
    String value = null;
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!pair.isEmpty() && encodeAnew(name).equals(encodedName)) {
        if (value != null) {
          throw new HttpSignatureException("A covered query parameter comes twice");
        }
        value = equals < 0 ? "" : encodeAnew(pair.substring(equals + 1));
      }
    }
    if (value == null) {
      throw new HttpSignatureException("A covered query parameter is not in the query");
    }
    return value;
  }

  private static String encodeAnew(String encoded) throws HttpSignatureException {
    try {
      String decoded = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
      return URLEncoder.encode(decoded, StandardCharsets.UTF_8).replace("+", "%20");
    } catch (IllegalArgumentException e) {
      throw new HttpSignatureException("The query is not percent-encoded UTF-8");
    }
  }
}
