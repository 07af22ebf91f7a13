package dev.kekkai.keyserver.yaml;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads YAML documents whose root is a mapping. Refused are keys that stand twice, anchors and
 * aliases, a second document, and what is nested more than {@value #MAX_DEPTH} deep.
 */
public final class YamlDocument {
  /** How deep mappings and lists may be nested. */
  private static final int MAX_DEPTH = 16;

  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private YamlDocument() {}

  /**
   * Reads a document.
   *
   * @param text the document
   * @param maxChars the longest one to look at
   * @param problems where to say what is wrong
   * @return the mapping at its root; empty after a problem
   */
  public static Optional<YamlMap> read(String text, int maxChars, Problems problems) {
    if (text.length() > maxChars) {
      problems.add(
          "document",
          null,
          String.format(
              Locale.ROOT, "must have at most %d characters, not %d", maxChars, text.length()));
      return Optional.empty();
    }
    try {
      String anchor = anchor(text);
      if (anchor != null) {
        problems.add(anchor, null, "anchors (&) and aliases (*) are not read; write it out");
        return Optional.empty();
      }
      JsonNode root = YAML.readTree(text);
      if (root.isObject()) {
        return Optional.of(new YamlMap(root, "", problems));
      }
      problems.add("document", null, "must be a mapping of keys to values");
    } catch (JacksonException e) {
      // the lines after the first quote the document, which may hold a secret there
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      problems.add(place(e.getLocation()), null, "is no YAML: " + reason);
    }
    return Optional.empty();
  }

  /** Where the first one stands: Jackson would read an alias as the text of its name. */
  private static @Nullable String anchor(String text) {
    try (JsonParser parser = YAML.createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser instanceof YAMLParser yaml
            && (yaml.isCurrentAlias() || yaml.getObjectId() != null)) {
          return place(parser.currentTokenLocation());
        }
      }
      return null;
    }
  }

  private static String place(@Nullable TokenStreamLocation location) {
    return location == null
        ? "document"
        : String.format(
            Locale.ROOT, "line %d, column %d", location.getLineNr(), location.getColumnNr());
  }
}
