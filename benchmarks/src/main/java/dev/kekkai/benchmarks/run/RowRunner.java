package dev.kekkai.benchmarks.run;

import dev.kekkai.benchmarks.plan.Column;
import dev.kekkai.benchmarks.plan.Row;
import dev.kekkai.benchmarks.plan.Task;
import dev.kekkai.benchmarks.worker.Measurement;
import dev.kekkai.benchmarks.worker.WorkerMain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures one row: everybody warms up, then all take turns in short slices, in another order each
 * round. A column that fails stays empty, with a note.
 */
final class RowRunner {
  private final Crew crew;
  private final Schedule schedule;
  private final Pace pace;
  private final Consumer<String> notes;
  private final List<String> cold = new ArrayList<>();

  RowRunner(Crew crew, Schedule schedule, Pace pace, Consumer<String> notes) {
    this.crew = crew;
    this.schedule = schedule;
    this.pace = pace;
    this.notes = notes;
  }

  Result run(Row row) {
    List<Column> columns = new ArrayList<>();
    for (Map.Entry<Column, Task> entry : row.tasks().entrySet()) {
      if (warmUp(row, entry.getKey(), entry.getValue())) {
        columns.add(entry.getKey());
      }
    }
    Samples samples = new Samples(row);
    for (int round = 0; round < schedule.rounds(); round++) {
      for (Column column : List.copyOf(columns)) {
        if (!measure(row, column, samples)) {
          columns.remove(column);
        }
      }
      Collections.rotate(columns, 1);
    }
    return samples.result();
  }

  /** False when the column has nothing to offer here. */
  private boolean warmUp(Row row, Column column, Task task) {
    try {
      WarmUp warmUp =
          new WarmUp(schedule.leastWarmUpMillis(), pace.mostWarmUpMillis(row.section()));
      pace.warmed();
      while (!warmUp.isOver()) {
        warmUp.add(crew.warmUp(task, WarmUp.SLICE_MILLIS));
      }
      if (column != Column.C && !warmUp.isWarm()) { // C has nothing to compile
        cold.add(row.id() + " by " + column.title());
      }
      return true;
    } catch (WorkerFailedException e) {
      note(row, column, e);
      return false;
    }
  }

  private boolean measure(Row row, Column column, Samples samples) {
    try {
      Task task = row.tasks().get(column);
      if (task == null) {
        return false;
      }
      Measurement m = crew.measure(task, schedule.sliceMillis());
      Task one = row.single().get(column);
      double base = one == null ? 1 : crew.measure(one, schedule.sliceMillis()).perSecond();
      samples.add(column, m.perSecond() / base, m.bytesPerOperation());
      return true;
    } catch (WorkerFailedException e) {
      samples.drop(column);
      note(row, column, e);
      return false;
    }
  }

  /** Rows and columns that were measured before they were warm. */
  List<String> cold() {
    return cold;
  }

  private void note(Row row, Column column, WorkerFailedException e) {
    String why = e.getMessage();
    if (!WorkerMain.NOT_OFFERED.equals(why) && !Launch.NOT_BUILT.equals(why)) {
      notes.accept(String.format(Locale.ROOT, "%s, %s: %s", column.title(), row.id(), why));
    }
  }
}
