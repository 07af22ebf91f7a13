package dev.kekkai.benchmarks.run;

import dev.kekkai.benchmarks.plan.Column;
import dev.kekkai.benchmarks.plan.Plan;
import dev.kekkai.benchmarks.plan.Row;
import dev.kekkai.benchmarks.plan.Section;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A whole run: finds out who can take part, then goes through the rows. Not thread-safe. */
public final class Bench implements AutoCloseable {
  private static final int FFM_SINCE = 22;

  /** How many of those measured cold are named. */
  private static final int FEW = 8;

  private final Consumer<String> progress;
  private final Schedule schedule;
  private final List<String> notes = new ArrayList<>();
  private final List<String> cold = new ArrayList<>();
  private final Crew crew;

  /**
   * On tokens that have been made.
   *
   * @param folder where they are
   * @param sources the C loop's sources
   * @param schedule how long it may take
   * @param progress told what is being done, one line each
   */
  public Bench(Path folder, Path sources, Schedule schedule, Consumer<String> progress) {
    this.schedule = schedule;
    this.progress = progress;
    Optional<Path> program = Optional.empty();
    try {
      program = Optional.of(CProgram.build(sources, folder));
    } catch (WorkerFailedException e) {
      notes.add(e.getMessage());
    }
    this.crew = new Crew(new Launch(folder, program));
  }

  /**
   * Measures.
   *
   * @param tokens names of the tokens there are
   * @param quick see {@link Plan#rows}
   * @param wanted see {@link Plan#rows}
   * @return results in the order of the table
   */
  public List<Result> run(Set<String> tokens, boolean quick, String wanted) {
    List<Row> rows =
        Plan.rows(bindings(tokens), quick, wanted).stream()
            .filter(row -> isThere(row.section(), tokens))
            .toList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "No row that can be measured matches '" + wanted + "'; there are " + ids());
    }
    List<Result> results = inTurn(rows);
    results.sort(Comparator.comparingInt(result -> rows.indexOf(result.row())));
    return results;
  }

  /** The last section first: its peers need the longest warm-up, and early rows get it. */
  private List<Result> inTurn(List<Row> rows) {
    List<Row> order = new ArrayList<>(rows);
    order.sort(Comparator.comparing(Row::section).reversed());
    Pace pace = new Pace(schedule, rows);
    List<Result> results = new ArrayList<>();
    @Nullable Section section = null;
    for (Row row : order) {
      if (row.section() != section) {
        crew.dismiss();
        section = row.section();
      }
      progress.accept(
          String.format(Locale.ROOT, "%d/%d %s", results.size() + 1, rows.size(), row.id()));
      RowRunner runner = new RowRunner(crew, schedule, pace, notes::add);
      results.add(runner.run(row));
      cold.addAll(runner.cold());
    }
    return results;
  }

  private static List<String> ids() {
    return Plan.rows(List.of(Column.KEKKAI_FFM), false, "").stream().map(Row::id).toList();
  }

  private static boolean isThere(Section section, Set<String> tokens) {
    return tokens.contains(section.id())
        || (tokens.contains(Section.NSS.id())
            && EnumSet.of(Section.SOFTWARE, Section.FIELD, Section.KEYRING).contains(section));
  }

  private List<Column> bindings(Set<String> tokens) {
    List<Column> found = new ArrayList<>(List.of(Column.KEKKAI_IAIK));
    if (Runtime.version().feature() < FFM_SINCE) {
      notes.add("Kekkai ffm needs JDK 22 or later; this run has Kekkai iaik only");
    } else if (answers(tokens)) {
      found.add(Column.KEKKAI_FFM);
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private boolean answers(Set<String> tokens) {
    String token = tokens.stream().sorted().findFirst().orElse(Section.NSS.id());
    try {
      crew.process("kekkai:" + token + ":hsm:ffm");
      return true;
    } catch (WorkerFailedException e) {
      notes.add("Kekkai ffm takes no part: " + e.getMessage());
      return false;
    }
  }

  /**
   * What was missing, and why.
   *
   * @return so far
   */
  public List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    if (!cold.isEmpty()) {
      String first = String.join(", ", cold.subList(0, Math.min(cold.size(), FEW)));
      String more = cold.size() > FEW ? ", and " + (cold.size() - FEW) + " more" : "";
      all.add("Measured before they were warm, for lack of time: " + first + more);
    }
    return all.stream().distinct().toList();
  }

  /**
   * What each process called itself.
   *
   * @return by its id
   */
  public Map<String, String> versions() {
    return crew.versions();
  }

  @Override
  public void close() {
    crew.close();
  }
}
