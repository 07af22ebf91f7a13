package dev.kekkai.formats.httpsig;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.greenbytes.http.sfv.Item;
import org.greenbytes.http.sfv.StringItem;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a signature covers (RFC 9421 section 2).
 *
 * @param name of the header field, or of the derived component, which begins with {@code @}
 * @param queryName the parameter {@code name} of {@code @query-param}; null for all others
 * @param identifier as it is written in the signature base
 */
record Component(String name, @Nullable String queryName, String identifier) {

  static final String QUERY_PARAM = "@query-param";

  private static final int MAX_NAME_CHARS = 64;

  /** A field name in lower case (RFC 9110 section 5.1), or a derived component's. */
  private static final Pattern NAME = Pattern.compile("@?[a-z0-9!#$%&'*+.^_`|~-]+");

  /** What RFC 9421 section 2.1 defines for components beside {@code name}. */
  private static final Set<String> STANDARD_PARAMETERS = Set.of("sf", "key", "bs", "req", "tr");

  static Component of(Item<? extends Object> item) throws HttpSignatureException {
    if (!(item instanceof StringItem string)) {
      throw new HttpSignatureException("A covered component is not a string");
    }
    String name = string.get();
    if (name.length() > MAX_NAME_CHARS || !NAME.matcher(name).matches()) {
      throw new HttpSignatureException(
          "A covered component is no header field in lower case and no derived component, or is"
              + " longer than "
              + MAX_NAME_CHARS
              + " characters");
    }
    return new Component(name, queryName(name, string.getParams()), string.serialize());
  }

  boolean isDerived() {
    return name.startsWith("@");
  }

  /** The name alone where that says it all. */
  String display() {
    return queryName == null ? name : identifier;
  }

  private static @Nullable String queryName(
      String name, Map<String, Item<? extends Object>> parameters) throws HttpSignatureException {
    boolean isQueryParam = name.equals(QUERY_PARAM);
    for (String parameter : parameters.keySet()) {
      if (!isQueryParam || !parameter.equals("name")) {
        throw new HttpSignatureException(
            (STANDARD_PARAMETERS.contains(parameter)
                    ? "The component parameter ;" + parameter
                    : "One of the component parameters")
                + " is not supported: cover header fields as they are");
      }
    }
    if (!isQueryParam) {
      return null;
    }
    if (!(parameters.get("name") instanceof StringItem queryName)) {
      throw new HttpSignatureException(QUERY_PARAM + " needs the parameter ;name, a string");
    }
    return queryName.get();
  }
}
