package dev.kekkai.keyserver.yaml;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A mapping of a document. It remembers which keys it was asked for, so that {@link #end()} can
 * refuse all others. For one thread.
 */
public final class YamlMap {
  private final JsonNode node;
  private final String place;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  YamlMap(JsonNode node, String place, Problems problems) {
    this.node = node;
    this.place = place;
    this.problems = problems;
  }

  /**
   * The value of a key that may be left out.
   *
   * @param key the key
   * @return empty when it is not there or has no value
   */
  public Optional<YamlValue> get(String key) {
    known.add(key);
    JsonNode value = node.get(key);
    return value == null || value.isNull()
        ? Optional.empty()
        : Optional.of(new YamlValue(value, at(key), problems));
  }

  /**
   * The value of a key that has to be there.
   *
   * @param key the key
   * @return empty after a problem
   */
  public Optional<YamlValue> require(String key) {
    Optional<YamlValue> value = get(key);
    if (value.isEmpty()) {
      problems.add(at(key), null, "is missing");
    }
    return value;
  }

  /**
   * All keys that are there, for mappings whose keys are names.
   *
   * @return in the order of the document
   */
  public List<String> keys() {
    return List.copyOf(node.propertyNames());
  }

  /**
   * Where a key stands or would stand.
   *
   * @param key the key
   * @return such as {@code clients[2].id}
   */
  public String at(String key) {
    return place.isEmpty() ? key : place + "." + key;
  }

  /** Refuses every key that nobody asked for. */
  public void end() {
    for (String key : keys()) {
      if (!known.contains(key)) {
        problems.add(at(key), null, "is no key here; the keys are " + String.join(", ", known));
      }
    }
  }
}
