package dev.kekkai.config.settings;

import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;

/** Text in the syntax of {@link Properties}, with the keys that are there twice. */
public final class PropertiesText {

  private final Map<String, String> values = new LinkedHashMap<>();
  private final SortedSet<String> duplicates = new TreeSet<>();

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
