package dev.kekkai.testkit.fault;

import dev.kekkai.testkit.TestFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A copy of the shim over a real module, and what is shared with it. Immutable.
 *
 * @param library the copy
 * @param control its control block
 */
record ShimFile(Path library, ShimControl control) {
  private static final AtomicInteger COPIES = new AtomicInteger();

  static ShimFile over(Path module) {
    try {
      return over(module.toRealPath(), next("shim"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ShimFile overCopyOf(Path module) {
    Path file = next("played");
    try {
      return over(Files.copy(module, Path.of(file + ".module.so")), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path next(String name) {
    return Folder.PATH.resolve(name + "-" + COPIES.incrementAndGet() + ".so");
  }

  private static ShimFile over(Path real, Path file) {
    try {
      Files.copy(Path.of(TestFolders.required("kekkai.test.shim")), file);
      Files.writeString(Path.of(file + ".real"), real.toAbsolutePath() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ShimFile(file, ShimControl.create(Path.of(file + ".ctl")));
  }

  /** Emptied once in a process. */
  private static final class Folder {
    static final Path PATH = TestFolders.empty("shim");
  }
}
