package dev.kekkai.keyserver.config;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.keyserver.yaml.Problems;
import dev.kekkai.keyserver.yaml.TextParser;
import dev.kekkai.keyserver.yaml.YamlMap;
import dev.kekkai.keyserver.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one section. What is missing or wrong becomes a problem, and a default or nothing
 * stands in for it; what was read is used only when there is no problem. For one thread.
 */
final class Keys {
  private final @Nullable YamlMap map;
  private final String place;
  private final Problems problems;

  /** The whole document. */
  Keys(YamlMap root, Problems problems) {
    this(root, "", problems);
  }

  private Keys(@Nullable YamlMap map, String place, Problems problems) {
    this.map = map;
    this.place = place;
    this.problems = problems;
  }

  /** A section; one that is not there has no keys. Ended by the caller. */
  Keys section(String key) {
    return new Keys(get(key).flatMap(YamlValue::map).orElse(null), at(key), problems);
  }

  boolean has(String key) {
    return get(key).isPresent();
  }

  String at(String key) {
    return place.isEmpty() ? key : place + '.' + key;
  }

  /** A text that has to be there; the hint says what to give. */
  <T> Optional<T> required(String key, String hint, TextParser<T> parser) {
    if (!has(key)) {
      problems.add(at(key), null, "is missing: " + hint);
    }
    return optional(key, parser);
  }

  <T> Optional<T> optional(String key, TextParser<T> parser) {
    return get(key).flatMap(value -> value.text(parser));
  }

  /** As {@link #optional} for what may be a secret by mistake: no problem repeats it. */
  <T> Optional<T> unseen(String key, TextParser<T> parser) {
    return get(key)
        .flatMap(
            value -> {
              if (!value.isText()) {
                problems.add(at(key), null, "must be text; put it into quotation marks");
                return Optional.empty();
              }
              return value.text(text -> text);
            })
        .flatMap(
            text -> {
              try {
                return Optional.of(parser.parse(text));
              } catch (IllegalArgumentException e) {
                problems.add(at(key), null, String.valueOf(e.getMessage()));
                return Optional.empty();
              }
            });
  }

  int number(String key, int min, int max, int fallback) {
    return get(key).flatMap(v -> v.number(min, max)).map(Math::toIntExact).orElse(fallback);
  }

  /** A whole number, or text such as {@code "2.5"}. */
  double decimal(String key, int max, double fallback) {
    Optional<Double> read =
        get(key)
            .flatMap(
                v -> v.isText() ? v.text(Parse::decimal) : v.number(1, max).map(Long::doubleValue));
    return read.orElse(fallback);
  }

  /** A list of texts; none when it is not there. */
  <T> List<T> list(String key, int most, TextParser<T> parser) {
    List<T> values = new ArrayList<>();
    get(key)
        .ifPresent(
            value -> value.list(0, most).forEach(e -> e.text(parser).ifPresent(values::add)));
    return List.copyOf(values);
  }

  /** The values of a list that may be mappings. */
  List<Keys> sections(String key, int most) {
    List<Keys> sections = new ArrayList<>();
    get(key)
        .ifPresent(
            list ->
                list.list(0, most)
                    .forEach(
                        value ->
                            value
                                .map()
                                .ifPresent(
                                    found ->
                                        sections.add(new Keys(found, value.place(), problems)))));
    return sections;
  }

  /** Makes something of what was read; what is wrong with all of it together is a problem too. */
  <T> Optional<T> made(Supplier<T> maker) {
    try {
      return Optional.of(maker.get());
    } catch (ConfigException e) {
      e.problems().forEach(p -> problems.add(p.key(), p.value(), p.expected()));
    } catch (IllegalArgumentException e) {
      problems.add(place, null, String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  void problem(String key, @Nullable String value, String expected) {
    problems.add(at(key), value, expected);
  }

  /** Refuses every key that was not asked for. */
  void end() {
    if (map != null) {
      map.end();
    }
  }

  private Optional<YamlValue> get(String key) {
    return map == null ? Optional.empty() : map.get(key);
  }
}
