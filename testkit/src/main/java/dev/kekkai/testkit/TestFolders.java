package dev.kekkai.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Where tests write, and what the build told them. */
public final class TestFolders {
  private static final String BASE = "kekkai.test.dir";

  private TestFolders() {}

  /**
   * A folder in the module's build folder that no other JVM uses at the same time.
   *
   * @return an absolute path of a folder that exists
   */
  public static Path base() {
    try {
      return Files.createDirectories(Path.of(required(BASE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An empty folder: what an earlier run left there is deleted.
   *
   * @param name its path below {@link #base()}
   * @return the folder
   */
  public static Path empty(String name) {
    Path folder = base().resolve(name);
    try {
      if (Files.exists(folder)) {
        delete(folder);
      }
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A system property that the build sets.
   *
   * @param property its name
   * @return its value, not blank
   */
  public static String required(String property) {
    String value = System.getProperty(property);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "The system property %s is not set: run these tests with Maven, which sets it",
              property));
    }
    return value;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> walk = Files.walk(folder)) {
      inside = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : inside) {
      Files.delete(path);
    }
  }
}
