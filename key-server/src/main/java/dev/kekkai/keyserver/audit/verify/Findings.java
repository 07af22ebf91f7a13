package dev.kekkai.keyserver.audit.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Collects findings, so many that the first ones are among them. For one thread. */
final class Findings {
  private static final int KEPT = 1_000;

  private final List<Finding> kept = new ArrayList<>();
  private final Map<UUID, Long> numbers = new HashMap<>();
  private long total;

  /** The place of a chain, for the order of its findings. */
  void number(UUID chain, long number) {
    numbers.putIfAbsent(chain, number);
  }

  void add(
      Finding.Kind kind, @Nullable UUID chain, long sequence, String detail, Object... arguments) {
    total++;
    if (kept.size() < KEPT) {
      String text = String.format(Locale.ROOT, detail, arguments);
      kept.add(new Finding(kind, chain, sequence, text));
    }
  }

  long total() {
    return total;
  }

  /** By chain and entry; what is about no chain that is known comes last. */
  List<Finding> inOrder() {
    return kept.stream()
        .sorted(
            Comparator.comparingLong((Finding finding) -> number(finding.chain()))
                .thenComparingLong(Finding::sequence))
        .toList();
  }

  private long number(@Nullable UUID chain) {
    return chain == null ? Long.MAX_VALUE : numbers.getOrDefault(chain, Long.MAX_VALUE);
  }
}
