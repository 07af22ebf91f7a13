package dev.kekkai.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The commented configuration that {@code kekkai init} writes. */
public final class ConfigTemplate {
  private ConfigTemplate() {}

  /**
   * Fills the template in.
   *
   * @param values by the names between {@code @} signs: module, token, pin, bulk, kek, store
   * @return the text of a configuration file
   * @throws IOException when the template can't be read
   */
  public static String fill(Map<String, String> values) throws IOException {
    String text;
    try (InputStream in = ConfigTemplate.class.getResourceAsStream("kekkai.properties.template")) {
      if (in == null) {
        throw new IOException("the template is missing from the cli jar");
      }
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue().replace("\\", "\\\\"));
    }
    return text;
  }
}
