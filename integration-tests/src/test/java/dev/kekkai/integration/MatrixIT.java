package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.testkit.TokenContract;
import dev.kekkai.testkit.Tokens;
import dev.kekkai.testkit.matrix.MatrixReport;
import dev.kekkai.testkit.matrix.MatrixTable;
import dev.kekkai.testkit.matrix.NotSupported;
import dev.kekkai.testkit.matrix.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs after all the others and looks at what they wrote down. */
class MatrixIT {
  private static final Path BUILD = Path.of(System.getProperty("kekkai.test.dir"));
  private static final Path KEPT = Path.of(System.getProperty("kekkai.matrix.dir"));

  private static final boolean PLAYED = "played".equals(System.getProperty(Tokens.WHICH));
  private static final Pattern RUN = Pattern.compile("jdk-(\\d+)-(\\w+)(?:-played)?\\.tsv");

  @Test
  void every_test_ran_on_every_module_and_nothing_was_skipped_unexpectedly() throws Exception {
    MatrixReport report = MatrixReport.read(BUILD.resolve("matrix"));
    keep(report);
    List<String> modules = Tokens.names();
    Set<String> expected =
        NotSupported.expected().stream()
            .filter(entry -> modules.contains(entry.substring(0, entry.indexOf(':'))))
            .collect(Collectors.toSet());
    assertThat(report.problems(modules, testClasses(), expected)).isEmpty();
  }

  /** Beside the results of other JDKs and bindings, which a clean of this module would delete. */
  private static void keep(MatrixReport report) throws Exception {
    Files.createDirectories(KEPT);
    int jdk = Runtime.version().feature();
    Files.write(
        KEPT.resolve(
            "jdk-" + jdk + "-" + BindingFactory.usualName() + (PLAYED ? "-played" : "") + ".tsv"),
        report.results().stream().map(Result::toLine).toList());
    MatrixTable table = new MatrixTable();
    for (Path file : list(KEPT, ".tsv")) {
      Matcher name = RUN.matcher(file.getFileName().toString());
      if (name.matches()) {
        List<Result> results = Files.readAllLines(file).stream().map(Result::ofLine).toList();
        table.add(name.group(1), name.group(2), results);
      }
    }
    Files.writeString(KEPT.resolve("matrix.md"), table.markdown());
    System.out.println(table.markdown());
  }

  /** On played vendors only the contracts run, and only on one database. */
  private static List<String> testClasses() throws Exception {
    Path folder = BUILD.resolve("test-classes");
    List<String> classes = new ArrayList<>();
    for (Path file : list(folder, "Test.class")) {
      String name = folder.relativize(file).toString().replace(".class", "").replace('/', '.');
      boolean contract =
          TokenContract.class.isAssignableFrom(
              Class.forName(name, false, MatrixIT.class.getClassLoader()));
      if (!PLAYED || (contract && !name.endsWith("OnPostgresTest"))) {
        classes.add(name.substring(name.lastIndexOf('.') + 1));
      }
    }
    return classes;
  }

  private static List<Path> list(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(end)).sorted().toList();
    }
  }
}
