package dev.kekkai.benchmarks.plan;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A row of the table: one piece of work, by everybody who can do it.
 *
 * @param id such as {@code nss.encrypt-iv.64}
 * @param section where it stands
 * @param title for people
 * @param tasks who does what
 * @param single for a row of scaling: the same tasks on one thread, and the row's rates are
 *     quotients; else empty
 * @param goals what is compared
 * @param fullOnly whether {@code --quick} leaves it out
 */
public record Row(
    String id,
    Section section,
    String title,
    Map<Column, Task> tasks,
    Map<Column, Task> single,
    List<Goal> goals,
    boolean fullOnly) {

  /**
   * Copies the collections.
   *
   * @param id see the record
   * @param section see the record
   * @param title see the record
   * @param tasks see the record
   * @param single see the record
   * @param goals see the record
   * @param fullOnly see the record
   */
  public Row {
    tasks = Collections.unmodifiableMap(new EnumMap<>(tasks));
    single = single.isEmpty() ? Map.of() : Map.copyOf(single);
    goals = List.copyOf(goals);
  }

  /**
   * Whether the row says how much faster more threads are.
   *
   * @return then its values are quotients, not rates
   */
  public boolean isScaling() {
    return !single.isEmpty();
  }
}
