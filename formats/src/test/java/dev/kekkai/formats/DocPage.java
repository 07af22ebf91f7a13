package dev.kekkai.formats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Test vectors as a page of the documentation shows them, so that it can't drift from the code. */
public final class DocPage {
  private final String text;

  private DocPage(String text) {
    this.text = text;
  }

  public static DocPage of(String name) {
    try {
      return new DocPage(Files.readString(Path.of("..", "docs", "formats", name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fenced blocks of a kind, in order. */
  public List<Block> blocks(String kind) {
    var fence =
        Pattern.compile("^```" + kind + "\\R(.*?)\\R```$", Pattern.MULTILINE | Pattern.DOTALL);
    return fence
        .matcher(text)
        .results()
        .map(found -> new Block(found.group(1).lines().map(DocPage::pair).toList()))
        .toList();
  }

  private static Map.Entry<String, String> pair(String line) {
    int equals = line.indexOf(" =");
    return Map.entry(line.substring(0, equals), line.substring(equals + 2).strip());
  }

  /** The lines of one block, as name and value. */
  public record Block(List<Map.Entry<String, String>> lines) {
    public String value(String name) {
      return values(name).get(0);
    }

    public List<String> values(String name) {
      return lines.stream()
          .filter(line -> line.getKey().equals(name))
          .map(Map.Entry::getValue)
          .toList();
    }

    public boolean has(String name) {
      return !values(name).isEmpty();
    }

    @Override
    public String toString() {
      return has("name") ? value("name") : "a block of " + lines.size() + " lines";
    }
  }
}
