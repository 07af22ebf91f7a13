package dev.kekkai.integration.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vectors of the formats: good inputs that are the same in every build. */
final class Vectors {
  private static final Path FOLDER =
      Path.of(System.getProperty("kekkai.root"), "docs/formats/vectors");

  private Vectors() {}

  static JsonNode file(String name) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(FOLDER.resolve(name)));
  }

  static JsonNode vector(String file, String name) throws IOException {
    for (JsonNode vector : file(file).get("vectors")) {
      if (text(vector, "name").equals(name)) {
        return vector;
      }
    }
    throw new AssertionError(file + " has no vector " + name);
  }

  /** A member of each of a file's vectors. */
  static List<String> texts(String file, String member) throws IOException {
    List<String> texts = new ArrayList<>();
    for (JsonNode vector : file(file).get("vectors")) {
      texts.add(text(vector, member));
    }
    return texts;
  }

  static String text(JsonNode vector, String member) {
    return vector.get(member).stringValue();
  }

  static List<String> lines(String file) throws IOException {
    return Files.readAllLines(FOLDER.resolve(file));
  }
}
