package dev.kekkai.testkit.matrix;

import dev.kekkai.testkit.PlayedVendor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The page of tests and modules: each contract test on each module, and why it could not run. What
 * a run saw is entered into the page that there is; modules that it did not have keep what they
 * had. Not thread-safe.
 */
public final class MatrixPage {
  /** What the page says above its tables. */
  private final String head;

  private final List<String> modules;
  private final NavigableMap<String, Map<String, Map<String, Verdict>>> rows = new TreeMap<>();

  /**
   * An empty page.
   *
   * @param head what stands above the tables, without headings of the third level
   * @param modules the columns
   */
  public MatrixPage(String head, List<String> modules) {
    this.head = head;
    this.modules = List.copyOf(modules);
  }

  /**
   * Takes over what a page says.
   *
   * @param page as {@link #text} wrote it, with this or another head and other columns
   */
  public void read(String page) {
    List<String> notes = new ArrayList<>();
    page.lines()
        .filter(line -> line.matches("\\[\\d+] .*"))
        .forEach(line -> notes.add(line.substring(line.indexOf(' ') + 1, line.length() - 1)));
    List<String> columns = List.of();
    String section = "";
    for (String line : page.lines().toList()) {
      List<String> cells = cells(line);
      if (line.startsWith("### ")) {
        section = line.substring(4);
      } else if (!section.isEmpty() && line.startsWith("| test |")) {
        columns = cells.subList(1, cells.size());
      } else if (!section.isEmpty() && line.startsWith("| `")) {
        for (int i = 1; i < cells.size(); i++) {
          enter(
              section + "." + cells.get(0).replace("`", ""),
              columns.get(i - 1),
              cells.get(i),
              notes);
        }
      }
    }
  }

  private static List<String> cells(String line) {
    return line.startsWith("| ")
        ? List.of(line.substring(2, line.length() - 2).split(" \\| ", -1))
        : List.of();
  }

  private void enter(String test, String module, String text, List<String> notes) {
    if (!modules.contains(module) || text.isBlank()) {
      return;
    }
    Map<String, Verdict> cell = cell(test, module);
    for (String part : text.trim().split("; ", -1)) {
      int colon = part.indexOf(": ");
      cell.put(
          colon < 0 ? "" : part.substring(0, colon),
          Verdict.parse(part.substring(colon < 0 ? 0 : colon + 2), notes));
    }
  }

  private Map<String, Verdict> cell(String test, String module) {
    return rows.computeIfAbsent(test, t -> new TreeMap<>())
        .computeIfAbsent(module, m -> new TreeMap<>());
  }

  /**
   * Enters a run.
   *
   * @param results what ran
   * @param binding the native binding that it used
   * @param bugs of the reasons, as {@code module: reason}, those that are bugs of the module
   */
  public void add(Collection<Result> results, String binding, Set<String> bugs) {
    Map<String, Map<String, Verdict>> seen = new LinkedHashMap<>();
    for (Result r : results) {
      boolean counts = r.outcome() == Outcome.PASSED || r.outcome() == Outcome.ABORTED;
      if (counts && modules.contains(r.module()) && !MatrixReport.isUnavailable(r)) {
        for (String test : r.isWholeClass() ? tests(r.test(), results) : Set.of(r.test())) {
          seen.computeIfAbsent(test, t -> new TreeMap<>())
              .merge(r.module(), verdict(Verdict.empty(), r, bugs), (a, b) -> verdict(a, r, bugs));
        }
      }
    }
    seen.forEach(
        (test, on) ->
            on.forEach(
                (module, verdict) -> {
                  boolean both = module.endsWith(PlayedVendor.MARK);
                  enter(cell(test, module), both ? "" : binding, verdict);
                }));
  }

  private static Verdict verdict(Verdict before, Result r, Set<String> bugs) {
    String module = r.module() + ": ";
    String reason =
        r.reason().startsWith(module) ? r.reason().substring(module.length()) : r.reason();
    return r.outcome() == Outcome.PASSED
        ? before.pass()
        : before.without(reason, bugs.contains(r.reason()));
  }

  /** A class that ended before its first test has ended for all that are known of it. */
  private Set<String> tests(String testClass, Collection<Result> results) {
    NavigableSet<String> tests = new TreeSet<>();
    rows.keySet().stream().filter(t -> Result.classOf(t).equals(testClass)).forEach(tests::add);
    results.stream()
        .filter(r -> r.testClass().equals(testClass) && !r.isWholeClass())
        .forEach(r -> tests.add(r.test()));
    return tests;
  }

  /**
   * Without a name stands what holds for both bindings; a difference gives each its own. Played
   * vendors are run through one of them only, so theirs has no name.
   */
  private static void enter(Map<String, Verdict> cell, String binding, Verdict verdict) {
    Verdict both = cell.remove("");
    if (both == null || binding.isEmpty()) {
      cell.put(binding, verdict);
    } else if (!both.equals(verdict)) {
      cell.put(binding.equals("iaik") ? "ffm" : "iaik", both);
      cell.put(binding, verdict);
    } else {
      cell.put("", verdict);
    }
    if (cell.size() == 1 || Set.copyOf(cell.values()).size() == 1) {
      cell.clear();
      cell.put("", verdict);
    }
  }

  /**
   * Drops the tests that there are no more.
   *
   * @param tests all that there are
   */
  public void keepOnly(Set<String> tests) {
    rows.keySet().retainAll(tests);
  }

  /**
   * The page.
   *
   * @return Markdown
   */
  public String text() {
    List<String> notes = notes();
    List<String> lines = new ArrayList<>(List.of(head.stripTrailing(), ""));
    String section = "";
    for (Map.Entry<String, Map<String, Map<String, Verdict>>> row : rows.entrySet()) {
      String testClass = Result.classOf(row.getKey());
      if (!testClass.equals(section)) {
        section = testClass;
        lines.addAll(
            List.of(
                "### " + section,
                "",
                "| test | " + String.join(" | ", modules) + " |",
                "|---|" + "---|".repeat(modules.size())));
      }
      lines.add(
          "| `"
              + row.getKey().substring(section.length() + 1)
              + "` | "
              + modules.stream()
                  .map(m -> text(row.getValue().getOrDefault(m, Map.of()), notes))
                  .collect(Collectors.joining(" | "))
              + " |");
    }
    lines.addAll(List.of("", "## Reasons", ""));
    for (int i = 0; i < notes.size(); i++) {
      lines.add("[" + (i + 1) + "] " + notes.get(i) + "\\");
    }
    return spaced(lines);
  }

  private static String text(Map<String, Verdict> cell, List<String> notes) {
    return cell.entrySet().stream()
        .map(e -> (e.getKey().isEmpty() ? "" : e.getKey() + ": ") + e.getValue().text(notes))
        .collect(Collectors.joining("; "));
  }

  private List<String> notes() {
    NavigableSet<String> notes = new TreeSet<>();
    rows.values().stream()
        .flatMap(row -> row.values().stream())
        .flatMap(cell -> cell.values().stream())
        .forEach(
            verdict -> {
              notes.addAll(verdict.notSupported());
              notes.addAll(verdict.bugs());
            });
    return List.copyOf(notes);
  }

  /** An empty line before each heading. */
  private static String spaced(List<String> lines) {
    StringBuilder text = new StringBuilder();
    String before = "";
    for (String line : lines) {
      if (line.startsWith("#") && !before.isEmpty()) {
        text.append('\n');
      }
      text.append(line).append('\n');
      before = line;
    }
    return text.toString();
  }
}
