package dev.kekkai.cryptoki;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Reads the table of CKR_ names, kept as data because no code but messages needs all of them. */
final class CkrNames {
  private CkrNames() {}

  static Map<Long, String> load() {
    Properties table = new Properties();
    try (InputStream in = CkrNames.class.getResourceAsStream("ckr.properties")) {
      if (in == null) {
        throw new IllegalStateException("ckr.properties is missing from the cryptoki jar");
      }
      try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
        table.load(reader);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<Long, String> names = new HashMap<>();
    table.stringPropertyNames().forEach(n -> names.put(Long.decode(table.getProperty(n)), n));
    return Map.copyOf(names);
  }
}
