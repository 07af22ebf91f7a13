package dev.kekkai.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Where tests write, and what the build told them. */
public final class TestFolders {
  private static final String BASE = "kekkai.test.dir";

  /** In memory, where Linux has it. */
  private static final Path MEMORY = Path.of("/dev/shm");

  /** A container may have as little as 64 MB there; what tests put there are a few. */
  private static final long ENOUGH = 48L << 20;

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
   * A folder for what nobody needs when this JVM has ended, in memory where that can be had.
   *
   * @param onDisk the folder to take where it can't
   * @return an empty folder, or the one given
   * @throws IOException when the folder can't be made
   */
  static Path fleeting(Path onDisk) throws IOException {
    if (!Files.isWritable(MEMORY)) {
      return onDisk;
    }
    FileStore store = Files.getFileStore(MEMORY);
    if (!store.type().equals("tmpfs") || store.getUsableSpace() < ENOUGH) {
      return onDisk;
    }
    Path folder = Files.createTempDirectory(MEMORY, "kekkai-test-");
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    delete(folder);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
    return folder;
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
