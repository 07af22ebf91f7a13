package dev.kekkai.integration.store.kill;

import dev.kekkai.integration.JavaCommand;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes that make DEKs. Where there are many, the first one leaves its classes in an
 * archive, which is half of the work of so short a life; Java takes them from jars only.
 */
final class MakerJava {
  private final Path folder;
  private final @Nullable Path archive;
  private final String classPath;

  private MakerJava(Path folder, @Nullable Path archive, String classPath) {
    this.folder = folder;
    this.archive = archive;
    this.classPath = classPath;
  }

  static MakerJava in(Path folder) throws IOException {
    return Kills.isLong()
        ? new MakerJava(folder, folder.resolve("classes.jsa"), jars(folder))
        : new MakerJava(folder, null, System.getProperty("java.class.path"));
  }

  /** Runs a first one that is not killed, where that is worth it. */
  void prepare(String... args) throws Exception {
    if (archive == null) {
      return;
    }
    try (Child child = launch("-XX:ArchiveClassesAtExit=" + archive, args)) {
      if (child.line() == null) {
        throw new AssertionError(child.log());
      }
      child.ask();
    }
    if (!Files.exists(archive)) {
      throw new AssertionError("Java has made no archive of classes");
    }
  }

  Child start(String... args) throws IOException {
    return launch(archive == null ? "-Xshare:auto" : "-XX:SharedArchiveFile=" + archive, args);
  }

  private Child launch(String option, String... args) throws IOException {
    List<String> options = new ArrayList<>(Child.OPTIONS);
    options.add(option);
    return Child.start(folder, JavaCommand.of(options, classPath, MakeDeks.class, args));
  }

  private static String jars(Path folder) throws IOException {
    List<String> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path place = Path.of(entry);
      if (Files.isDirectory(place)) {
        Path jar = folder.resolve("classes-" + path.size() + ".jar");
        jar(place, jar);
        path.add(jar.toString());
      } else {
        path.add(entry);
      }
    }
    return String.join(File.pathSeparator, path);
  }

  private static void jar(Path classes, Path jar) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Path file : files) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }
}
