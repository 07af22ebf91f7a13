package dev.kekkai.config.token;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a URI in its normal form. */
final class UriPrinter {

  private static final String HIDDEN = "...";

  private UriPrinter() {}

  static String print(
      Map<UriAttribute, byte[]> known, Map<String, String> path, Map<String, String> query) {
    return print(known, path, query, false);
  }

  static String printForLog(
      Map<UriAttribute, byte[]> known, Map<String, String> path, Map<String, String> query) {
    return print(known, path, query, true);
  }

  private static String print(
      Map<UriAttribute, byte[]> known,
      Map<String, String> path,
      Map<String, String> query,
      boolean log) {
    List<String> pathParts = new ArrayList<>();
    List<String> queryParts = new ArrayList<>();
    known.forEach(
        (attribute, value) -> {
          boolean hide = log && attribute == UriAttribute.PIN_SOURCE;
          String encoded = PercentCoding.encode(value, attribute == UriAttribute.ID);
          (attribute.isQuery() ? queryParts : pathParts)
              .add(attribute.text() + "=" + (hide ? HIDDEN : encoded));
        });
    vendor(path, pathParts, false);
    vendor(query, queryParts, log);
    String end = queryParts.isEmpty() ? "" : "?" + String.join("&", queryParts);
    return "pkcs11:" + String.join(";", pathParts) + end;
  }

  private static void vendor(Map<String, String> values, List<String> parts, boolean hide) {
    new TreeMap<>(values)
        .forEach(
            (name, value) -> parts.add(name + "=" + (hide ? HIDDEN : PercentCoding.encode(value))));
  }
}
