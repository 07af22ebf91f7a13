package dev.kekkai.config.token;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a token selector may say. */
final class TokenSelectorRules {

  private static final Set<UriAttribute> ALLOWED =
      EnumSet.of(
          UriAttribute.TOKEN,
          UriAttribute.MANUFACTURER,
          UriAttribute.SERIAL,
          UriAttribute.MODEL,
          UriAttribute.SLOT_ID);

  private static final String ALLOWED_NAMES =
      ALLOWED.stream().map(UriAttribute::text).collect(Collectors.joining(", "));

  private TokenSelectorRules() {}

  static void checkLabel(String label) {
    int length = label.getBytes(StandardCharsets.UTF_8).length;
    if (label.isBlank() || length > TokenSelector.MAX_LABEL_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a token label has 1 to %d bytes of UTF-8, this one has %d",
              TokenSelector.MAX_LABEL_BYTES,
              length));
    }
  }

  static void checkUri(Pkcs11Uri uri) {
    if (uri.attributes().isEmpty() && uri.vendorNames().isEmpty()) {
      throw new InvalidPkcs11UriException(
          "the URI names no token: give at least one of " + ALLOWED_NAMES);
    }
    for (UriAttribute attribute : uri.attributes()) {
      if (!ALLOWED.contains(attribute)) {
        throw refused(attribute.text());
      }
    }
    for (String vendor : uri.vendorNames()) {
      throw refused(vendor);
    }
  }

  private static InvalidPkcs11UriException refused(String name) {
    return new InvalidPkcs11UriException(
        String.format(
            Locale.ROOT,
            "'%s' does not help to find a token: give only %s (PIN, module and key have settings of their own)",
            name,
            ALLOWED_NAMES));
  }
}
