package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.testkit.OneToken;
import dev.kekkai.testkit.PlayedVendor;
import dev.kekkai.testkit.TokenContract;
import dev.kekkai.testkit.Tokens;
import dev.kekkai.testkit.matrix.MatrixPage;
import dev.kekkai.testkit.matrix.MatrixReport;
import dev.kekkai.testkit.matrix.NotSupported;
import dev.kekkai.testkit.matrix.Plan;
import dev.kekkai.testkit.matrix.Result;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Runs after all the others and looks at what they wrote down. */
@Tag(MatrixIT.SLOW) // also where only those run
class MatrixIT {
  private static final Path BUILD = Path.of(System.getProperty("kekkai.test.dir"));
  private static final Path PAGE =
      Path.of(System.getProperty("kekkai.root"), "docs", "hsm", "matrix.md");

  private static final String ON_POSTGRES = "OnPostgresTest";
  static final String SLOW = "slow";

  /** {@value #SLOW}, {@code all}, or nothing: all but the slow ones. */
  private static final String TESTS = System.getProperty("kekkai.tests", "");

  /** Without a choice of tokens everything runs; with one, only the contracts. */
  private static final boolean EVERYTHING = System.getProperty(Tokens.WHICH, "").isEmpty();

  private static MatrixReport report;

  @BeforeAll
  static void read() {
    report = MatrixReport.read(BUILD.resolve("matrix"));
    report.unavailable().forEach(System.out::println);
  }

  @Test
  void every_test_ran_on_every_module_and_nothing_was_skipped_unexpectedly() throws Exception {
    List<String> modules = Tokens.names();
    Set<String> expected = of(modules);
    Set<String> looked = new TreeSet<>(expected);
    if (!EVERYTHING) {
      looked.removeAll(of(Tokens.names(Tokens.REAL))); // other tests than contracts look as well
    } else if (TESTS.equals(SLOW)) {
      looked.clear(); // no slow test is about what a module can
    }
    Plan plan = new Plan(modules, testClasses(), oneToken(), expected, looked);
    assertThat(report.problems(plan)).isEmpty();
  }

  private static Set<String> of(List<String> modules) {
    return NotSupported.expected().stream()
        .filter(entry -> modules.contains(entry.substring(0, entry.indexOf(':'))))
        .collect(Collectors.toSet());
  }

  /** Also where a machine can't have one: its absence is then among the results. */
  @Test
  @DisabledIfSystemProperty(named = "kekkai.tests", matches = SLOW)
  void each_build_tries_every_real_module_with_the_least_that_all_can() {
    Set<String> tried =
        report.results().stream()
            .filter(r -> r.testClass().equals(SmokeTest.class.getSimpleName()))
            .map(Result::module)
            .collect(Collectors.toSet());
    assertThat(tried)
        .containsAll(
            EVERYTHING
                ? columns().stream().filter(name -> !name.endsWith(PlayedVendor.MARK)).toList()
                : Tokens.names());
  }

  @Test
  @DisabledIfSystemProperty(named = "kekkai.tests", matches = SLOW)
  void the_page_says_what_ran() throws Exception {
    String before = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    MatrixPage page = new MatrixPage(MatrixPageHead.TEXT, columns());
    page.read(before);
    Set<String> contracts = contracts();
    List<Result> results =
        report.results().stream().filter(r -> contracts.contains(r.testClass())).toList();
    page.add(results, BindingFactory.usualName(), NotSupported.bugs());
    if (EVERYTHING) {
      page.keepOnly(
          results.stream()
              .map(Result::test)
              .filter(t -> t.contains("."))
              .collect(Collectors.toSet()));
    }
    if ("write".equals(System.getProperty("kekkai.matrix"))) {
      Files.writeString(PAGE, page.text());
    }
    String now = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    Set<String> lines = now.lines().collect(Collectors.toSet());
    String how = "docs/hsm/matrix.md; -Dkekkai.matrix=write writes it anew, see CONTRIBUTING.md";
    // First what is short to read.
    assertThat(page.text().lines().filter(line -> !lines.contains(line))).as(how).isEmpty();
    assertThat(now).as(how).isEqualTo(page.text());
  }

  private static List<String> columns() {
    return Tokens.names("all").stream().filter(name -> !name.equals(Tokens.NAMED)).toList();
  }

  /** On tokens that were chosen only the contracts run, and only on one database. */
  private static List<String> testClasses() throws Exception {
    Set<String> contracts = contracts();
    return classes().stream()
        .filter(MatrixIT::isToRun)
        .map(Class::getSimpleName)
        .filter(name -> EVERYTHING || contracts.contains(name))
        .toList();
  }

  private static boolean isToRun(Class<?> testClass) {
    if (TESTS.equals(SLOW)) {
      return isSlow(testClass)
          || Stream.of(testClass.getDeclaredMethods()).anyMatch(MatrixIT::isSlow);
    }
    return !isSlow(testClass) || TESTS.equals("all");
  }

  private static boolean isSlow(AnnotatedElement test) {
    return Stream.of(test.getAnnotationsByType(Tag.class))
        .anyMatch(tag -> tag.value().equals(SLOW));
  }

  private static Set<String> oneToken() throws Exception {
    return classes().stream()
        .filter(testClass -> testClass.isAnnotationPresent(OneToken.class))
        .map(Class::getSimpleName)
        .collect(Collectors.toSet());
  }

  /** What a database does is no module's affair: H2 is enough. */
  private static Set<String> contracts() throws Exception {
    return classes().stream()
        .filter(TokenContract.class::isAssignableFrom)
        .map(Class::getSimpleName)
        .filter(name -> !name.endsWith(ON_POSTGRES))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Class<?>> classes() throws IOException, ClassNotFoundException {
    Path folder = BUILD.resolve("test-classes");
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith("Test.class")).sorted().toList()) {
        String name = folder.relativize(file).toString().replace(".class", "").replace('/', '.');
        // Not initialised: some look for what only a test's JVM has.
        classes.add(Class.forName(name, false, MatrixIT.class.getClassLoader()));
      }
    }
    return classes;
  }
}
