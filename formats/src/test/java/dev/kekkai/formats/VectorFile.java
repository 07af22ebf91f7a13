package dev.kekkai.formats;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A file of docs/formats/vectors, or one that a release has left in docs/formats/golden. */
public final class VectorFile {
  private static final Path FOLDER = Path.of("..", "docs", "formats");

  private final Path path;
  private final Map<String, Object> members;

  private VectorFile(Path path) {
    this.path = path;
    try {
      this.members = JSONObjectUtils.parse(Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParseException e) {
      throw new AssertionError(path + " is not JSON", e);
    }
  }

  /** The vectors of a format. */
  public static VectorFile of(String name) {
    return new VectorFile(FOLDER.resolve("vectors").resolve(name));
  }

  /** What each release wrote, in the order of the releases' names. */
  public static List<VectorFile> golden(String name) {
    try (Stream<Path> releases = Files.list(FOLDER.resolve("golden"))) {
      return releases
          .filter(Files::isDirectory)
          .sorted()
          .map(release -> release.resolve(name))
          .filter(Files::exists)
          .map(VectorFile::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Good ones. */
  public List<Case> vectors() {
    return cases("vectors");
  }

  /** What has to be refused, each with the members of the vector that it names and its own. */
  public List<Case> refused() {
    List<Case> merged = new ArrayList<>();
    for (Case refused : cases("refused")) {
      Map<String, Object> all = new HashMap<>();
      if (refused.has("vector")) {
        all.putAll(vector(refused.text("vector")).members());
      }
      all.putAll(refused.members());
      merged.add(new Case(path, all));
    }
    return merged;
  }

  /** The good one of a name. */
  public Case vector(String name) {
    return vectors().stream().filter(v -> v.text("name").equals(name)).findFirst().orElseThrow();
  }

  /** A member of the file itself. */
  public Object member(String name) {
    return members.get(name);
  }

  private List<Case> cases(String name) {
    List<Case> cases = new ArrayList<>();
    for (Object element : (List<?>) members.getOrDefault(name, List.of())) {
      Map<String, Object> one = new HashMap<>();
      ((Map<?, ?>) element).forEach((key, value) -> one.put((String) key, value));
      cases.add(new Case(path, one));
    }
    return cases;
  }

  /** One vector, or one refused. */
  public record Case(Path file, Map<String, Object> members) {
    public String text(String name) {
      return (String) members.get(name);
    }

    /** The text as a reader gets it: with what the case says is to follow. */
    public String input(String name) {
      return text(name) + tail();
    }

    private String tail() {
      if (members.get("tail") instanceof Map<?, ?> tail) {
        return ((String) tail.get("of")).repeat(((Number) tail.get("times")).intValue());
      }
      return "";
    }

    /** The header fields of a request, the one that is named with what is to follow. */
    public Map<String, String> fields() {
      Map<String, String> fields = new HashMap<>();
      ((Map<?, ?>) members.get("fields"))
          .forEach((name, value) -> fields.put((String) name, (String) value));
      if (members.get("tail") instanceof Map<?, ?> tail) {
        fields.merge((String) tail.get("field"), tail(), String::concat);
      }
      return fields;
    }

    public byte[] bytes(String name) {
      return HexFormat.of().parseHex(text(name));
    }

    public long number(String name) {
      return ((Number) members.get(name)).longValue();
    }

    public EncryptionContext context() {
      return EncryptionContext.of(
          ((List<?>) members.get("context")).stream().map(String.class::cast).toList());
    }

    public boolean has(String name) {
      return members.containsKey(name);
    }

    @Override
    public String toString() {
      return text("name") + " (" + file.getParent().getFileName() + ")";
    }
  }
}
