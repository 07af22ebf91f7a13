package dev.kekkai.config.token;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Splits a {@code pkcs11:} URI (RFC 7512 section 2.3) into decoded attributes. */
final class UriParser {

  private static final String SCHEME = "pkcs11:";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

  private final String text;
  private final Map<UriAttribute, byte[]> attributes = new EnumMap<>(UriAttribute.class);
  private final Map<String, String> vendorPath = new LinkedHashMap<>();
  private final Map<String, String> vendorQuery = new LinkedHashMap<>();

  UriParser(String text) {
    this.text = text;
  }

  static boolean hasScheme(String text) {
    return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  Pkcs11Uri parse() {
    if (!hasScheme(text)) {
      throw new InvalidPkcs11UriException(0, "the URI must begin with 'pkcs11:'");
    }
    int question = text.indexOf('?');
    int pathEnd = question < 0 ? text.length() : question;
    split(SCHEME.length(), pathEnd, ';', false);
    if (question >= 0) {
      split(question + 1, text.length(), '&', true);
    }
    return new Pkcs11Uri(attributes, vendorPath, vendorQuery);
  }

  private void split(int from, int to, char separator, boolean query) {
    if (from == to) {
      return;
    }
    int start = from;
    while (start <= to) {
      int next = text.indexOf(separator, start);
      int end = next < 0 || next > to ? to : next;
      attribute(start, end, separator, query);
      start = end + 1;
    }
  }

  private void attribute(int start, int end, char separator, boolean query) {
    int equals = text.indexOf('=', start);
    if (start == end || equals < 0 || equals >= end) {
      throw new InvalidPkcs11UriException(
          start, "expected name=value, with '" + separator + "' only between two of them");
    }
    String name = text.substring(start, equals);
    if (!NAME.matcher(name).matches()) {
      throw new InvalidPkcs11UriException(
          start, "an attribute name has only letters, digits, '-' and '_'");
    }
    if (name.toLowerCase(Locale.ROOT).equals("pin-value")) {
      throw new InvalidPkcs11UriException(
          start, "pin-value is refused, a PIN must not stand in a URI: name its source instead");
    }
    byte[] value = PercentCoding.decode(text, equals + 1, end, query);
    UriAttribute known = UriAttribute.of(name).orElse(null);
    if (known == null) {
      vendor(start, equals + 1, name, value, query);
    } else {
      known(start, equals + 1, known, value, query);
    }
  }

  private void known(int start, int valueAt, UriAttribute known, byte[] value, boolean query) {
    if (known.isQuery() != query) {
      throw new InvalidPkcs11UriException(
          start,
          String.format(
              Locale.ROOT, "'%s' belongs %s the '?'", known.text(), query ? "before" : "behind"));
    }
    UriValues.check(known, value, valueAt);
    if (attributes.put(known, value) != null) {
      throw twice(start, known.text());
    }
  }

  private void vendor(int start, int valueAt, String name, byte[] value, boolean query) {
    String decoded = UriValues.text(name, value, valueAt);
    if ((query ? vendorQuery : vendorPath).put(name, decoded) != null) {
      throw twice(start, name);
    }
  }

  private static InvalidPkcs11UriException twice(int start, String name) {
    return new InvalidPkcs11UriException(start, "'" + name + "' is there twice, give it once");
  }
}
