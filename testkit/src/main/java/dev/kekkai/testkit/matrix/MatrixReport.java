package dev.kekkai.testkit.matrix;

import dev.kekkai.testkit.Availability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What ran, and what is wrong with that. Immutable. */
public final class MatrixReport {
  /** How JUnit says that a test is for another JDK; the build runs on an old one and a new one. */
  private static final String OTHER_JRE = "Disabled on JRE version";

  private final List<Result> results;

  /**
   * Over some results.
   *
   * @param results of one JDK
   */
  public MatrixReport(List<Result> results) {
    this.results = List.copyOf(results);
  }

  /**
   * Reads what all test JVMs of a build wrote.
   *
   * @param folder the folder of {@link MatrixListener#DIR}
   * @return a report over all of it
   */
  public static MatrixReport read(Path folder) {
    List<Result> results = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".tsv")).sorted().toList()) {
        Files.readAllLines(file, StandardCharsets.UTF_8)
            .forEach(l -> results.add(Result.ofLine(l)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new MatrixReport(results);
  }

  /**
   * The results.
   *
   * @return in the order they came
   */
  public List<Result> results() {
    return results;
  }

  /**
   * Looks for tests that were skipped, gave up without leave, or did not run at all.
   *
   * @param plan what was to run
   * @return what is wrong, empty when nothing is
   */
  public List<String> problems(Plan plan) {
    List<String> problems = new ArrayList<>();
    Set<String> unused = new TreeSet<>(plan.looked());
    for (Result r : results) {
      switch (r.outcome()) {
        case PASSED -> {}
        case ABORTED -> {
          if (!isUnavailable(r)
              && !unused.remove(r.reason())
              && !plan.expected().contains(r.reason())) {
            problems.add(line("gave up without leave", r));
          }
        }
        case SKIPPED -> {
          if (!r.reason().startsWith(OTHER_JRE)) {
            problems.add(line("was skipped", r));
          }
        }
        case FAILED -> problems.add(line("failed", r));
      }
    }
    Set<String> ran = results.stream().map(Result::testClass).collect(Collectors.toSet());
    plan.classes().stream()
        .filter(c -> !ran.contains(c))
        .forEach(c -> problems.add(String.format(Locale.ROOT, "%s did not run", c)));
    missingModules(plan).forEach(problems::add);
    unused.removeIf(e -> unavailable().stream().anyMatch(u -> e.startsWith(moduleOf(u) + ": ")));
    unused.forEach(
        e -> problems.add(String.format(Locale.ROOT, "listed as not supported, but is: %s", e)));
    return problems;
  }

  /**
   * The modules that this machine can't have.
   *
   * @return why, once for each, as {@link Availability#require} says it
   */
  public NavigableSet<String> unavailable() {
    return results.stream()
        .filter(MatrixReport::isUnavailable)
        .map(Result::reason)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Also of a test that is not run per token, and makes one. */
  static boolean isUnavailable(Result r) {
    return r.outcome() == Outcome.ABORTED && r.reason().contains(Availability.UNAVAILABLE);
  }

  private static String moduleOf(String unavailable) {
    return unavailable.substring(0, unavailable.indexOf(Availability.UNAVAILABLE));
  }

  private static String line(String what, Result r) {
    return String.format(Locale.ROOT, "%s on %s %s: %s", r.test(), r.module(), what, r.reason());
  }

  /** A class that ended before its first test has ended for all of them. */
  private List<String> missingModules(Plan plan) {
    Map<String, Set<String>> seen = new TreeMap<>();
    Map<String, Set<String>> ended = new TreeMap<>();
    for (Result r : results) {
      if (!r.module().equals(Result.NO_MODULE)) {
        Map<String, Set<String>> to = r.isWholeClass() ? ended : seen;
        to.computeIfAbsent(r.test(), t -> new TreeSet<>()).add(r.module());
      }
    }
    List<String> missing = new ArrayList<>();
    seen.forEach(
        (test, on) -> {
          String testClass = Result.classOf(test);
          Set<String> without = ended.getOrDefault(testClass, Set.of());
          plan.modulesOf(testClass).stream()
              .filter(m -> !on.contains(m) && !without.contains(m))
              .forEach(
                  m -> missing.add(String.format(Locale.ROOT, "%s did not run on %s", test, m)));
        });
    return missing;
  }
}
