package dev.kekkai.cli.demo;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The folder that the demo makes anew at each run. Nothing is removed but what the demo made. */
final class DemoFolder implements AutoCloseable {
  private static final String MARKER = "made-by-kekkai-demo";
  private static final List<String> OWN =
      List.of(
          "application",
          "auditor",
          "database",
          "database.log",
          "key-server",
          "key-server.log",
          "tokens",
          "softhsm2.conf",
          "token.pin",
          "kekkai.properties",
          "state",
          "vault.mv.db",
          "vault.trace.db");

  private final Path path;
  private final FileChannel marker;

  private DemoFolder(Path path, FileChannel marker) {
    this.path = path;
    this.marker = marker;
  }

  static DemoFolder fresh(Path path) throws CliException, IOException {
    if (isForeign(path)) {
      throw new CliException(
          ExitCode.USAGE,
          path + " is not empty and was not made by the demo: choose another with --dir DIR");
    }
    PrivateFiles.folder(path);
    FileChannel marker =
        FileChannel.open(path.resolve(MARKER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      lock(marker, path);
      for (String name : OWN) {
        remove(path.resolve(name));
      }
      return new DemoFolder(path, marker);
    } catch (CliException | IOException | RuntimeException e) {
      marker.close();
      throw e;
    }
  }

  private static void lock(FileChannel marker, Path path) throws CliException, IOException {
    FileLock lock;
    try {
      lock = marker.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new CliException(
          ExitCode.FAILED, "Another demo runs in " + path + ": wait for it, or use --dir DIR");
    }
  }

  private static boolean isForeign(Path path) throws IOException {
    if (!Files.exists(path) || Files.exists(path.resolve(MARKER))) {
      return false;
    }
    try (Stream<Path> content = Files.list(path)) {
      return content.findAny().isPresent();
    }
  }

  private static void remove(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      tree.sorted(Comparator.reverseOrder())
          .forEach(
              p -> {
                try {
                  Files.delete(p);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  Path path() {
    return path;
  }

  Path softHsmConf() {
    return path.resolve("softhsm2.conf");
  }

  Path config() {
    return path.resolve("kekkai.properties");
  }

  Path pin() {
    return path.resolve("token.pin");
  }

  Path databaseFile() {
    return path.resolve("vault.mv.db");
  }

  String databaseUrl() {
    return "jdbc:h2:file:" + path.resolve("vault") + ";WRITE_DELAY=0";
  }

  /** What is there now: names and sizes. */
  List<String> content() throws IOException {
    try (Stream<Path> tree = Files.walk(path, 1)) {
      return tree.filter(p -> !p.equals(path)).sorted().map(DemoFolder::describe).toList();
    }
  }

  private static String describe(Path p) {
    try {
      return Files.isDirectory(p)
          ? p.getFileName() + "/"
          : String.format(Locale.ROOT, "%s (%d bytes)", p.getFileName(), Files.size(p));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    marker.close();
  }
}
