package dev.kekkai.config.settings;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;

/** Text in the syntax of {@link Properties}, with the keys that are there twice. */
public final class PropertiesText {

  private static final long MAX_BYTES = 256 * 1024;

  private final Map<String, String> values = new LinkedHashMap<>();
  private final SortedSet<String> duplicates = new TreeSet<>();

  /**
   * Reads a file, encoded in UTF-8.
   *
   * @param file the file, of at most 256 KiB
   * @return the values
   * @throws ConfigException if it can't be read; says why
   */
  public static PropertiesText load(Path file) {
    if (!Files.isRegularFile(file)) {
      throw unusable(
          file, Files.exists(file) ? "must be a regular file" : "does not exist: write one first");
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw unusable(file, "must not be longer than " + MAX_BYTES + " bytes");
      }
      try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        return read(reader);
      }
    } catch (CharacterCodingException e) {
      throw unusable(file, "must be UTF-8 text");
    } catch (IOException e) {
      throw unusable(file, "can't be read: check its permissions");
    } catch (IllegalArgumentException e) {
      throw unusable(file, "has a malformed \\u escape: write \\u and four hexadecimal digits");
    }
  }

  private static ConfigException unusable(Path file, String expected) {
    return new ConfigException(
        file.toString(), List.of(new Problem(String.valueOf(file.getFileName()), null, expected)));
  }

  /**
   * Reads text.
   *
   * @param reader the text; not closed
   * @return the values
   * @throws IOException if reading fails, or the text is not in the encoding of the reader
   * @throws IllegalArgumentException if a {@code \}{@code uXXXX} escape is malformed
   */
  public static PropertiesText read(Reader reader) throws IOException {
    PropertiesText text = new PropertiesText();
    text.new Collector().load(reader);
    return text;
  }

  private PropertiesText() {}

  /**
   * The values.
   *
   * @return text by key in the order written; of a key written twice, the last
   */
  public Map<String, String> values() {
    return values;
  }

  /**
   * Adds a problem for every key written more than once.
   *
   * @param settings where to add them
   */
  public void reportDuplicates(Settings settings) {
    for (String key : duplicates) {
      settings.problem(key, null, "written more than once: keep one line");
    }
  }

  /** {@link Properties#load} hands every pair to {@code put}. */
  private final class Collector extends Properties {

    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Object put(Object key, Object value) {
      if (values.put((String) key, (String) value) != null) {
        duplicates.add((String) key);
      }
      return super.put(key, value);
    }
  }
}
