package dev.kekkai.benchmarks.plan;

import dev.kekkai.benchmarks.contender.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts a row together: who takes part, what is compared. */
final class RowBuilder {
  private final Section section;
  private final List<Column> bindings;
  private final int bytes;
  private final Map<Column, Operation> operations = new EnumMap<>(Column.class);
  private final List<Goal> goals = new ArrayList<>();
  private int threads = 1;
  private boolean fullOnly;

  RowBuilder(Section section, List<Column> bindings, int bytes) {
    this.section = section;
    this.bindings = bindings;
    this.bytes = bytes;
  }

  RowBuilder ours(Operation operation) {
    bindings.forEach(column -> operations.put(column, operation));
    return this;
  }

  RowBuilder with(Column column, Operation operation) {
    operations.put(column, operation);
    return this;
  }

  RowBuilder goal(Column against, double least) {
    goals.add(new Goal.Ratio(against, least));
    return this;
  }

  RowBuilder goal(Goal.Bytes most) {
    goals.add(most);
    return this;
  }

  RowBuilder threads(int count) {
    threads = count;
    return this;
  }

  RowBuilder fullOnly() {
    fullOnly = true;
    return this;
  }

  Row rates(String id, String title) {
    return row(id, title, Map.of());
  }

  /** A row whose values are rates on the threads over rates on one. */
  Row scaling(String id, String title) {
    return row(id, title, tasks(1));
  }

  private Row row(String id, String title, Map<Column, Task> single) {
    String full = String.format(Locale.ROOT, "%s.%s", section.id(), id);
    return new Row(full, section, title, tasks(threads), single, goals, fullOnly);
  }

  private Map<Column, Task> tasks(int count) {
    Map<Column, Task> tasks = new EnumMap<>(Column.class);
    operations.forEach(
        (column, operation) ->
            tasks.put(column, new Task(process(column, operation), operation, bytes, count)));
    return tasks;
  }

  private String process(Column column, Operation operation) {
    if (section == Section.KEYRING) {
      return Processes.keyring(column, bindings.contains(Column.KEKKAI_FFM) ? "ffm" : "iaik");
    }
    return section == Section.NSS || section == Section.SOFTHSM2
        ? Processes.onToken(column, section.id(), operation)
        : Processes.inSoftware(column, operation);
  }
}
