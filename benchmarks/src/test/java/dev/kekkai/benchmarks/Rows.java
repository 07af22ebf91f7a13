package dev.kekkai.benchmarks;

import dev.kekkai.benchmarks.plan.Column;
import dev.kekkai.benchmarks.plan.Plan;
import dev.kekkai.benchmarks.plan.Row;
import java.util.List;

/** Rows of the real plan, for tests. */
public final class Rows {
  public static final List<Column> BOTH = List.of(Column.KEKKAI_FFM, Column.KEKKAI_IAIK);

  private Rows() {}

  public static Row row(String id) {
    return Plan.rows(BOTH, false, "").stream()
        .filter(r -> r.id().equals(id))
        .findAny()
        .orElseThrow();
  }
}
