package dev.kekkai.benchmarks.contender;

import dev.kekkai.benchmarks.contender.FieldWorks.Codec;
import java.util.Optional;

/** A peer that does fields and nothing else. */
record FieldContender(String version, Codec codec) implements Contender {
  @Override
  public Optional<Work> work(Operation operation, int bytes) throws Exception {
    return switch (operation) {
      case FIELD_ENCRYPT, FIELD_DECRYPT -> FieldWorks.work(operation, bytes, codec);
      default -> Optional.empty();
    };
  }

  @Override
  public void close() {
    // keeps nothing open
  }
}
