package dev.kekkai.benchmarks.jmh;

import dev.kekkai.benchmarks.contender.Contender;
import dev.kekkai.benchmarks.contender.Contenders;
import dev.kekkai.benchmarks.contender.Operation;
import dev.kekkai.benchmarks.contender.Work;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The one contender of a fork; threads get their work from it. */
@State(Scope.Benchmark)
public abstract class ContenderState {
  private static final String WORK = "kekkai.bench.work";

  private @Nullable Contender contender;

  /** For JMH. */
  protected ContenderState() {}

  /**
   * Which contender.
   *
   * @return an id of {@link Contenders}
   */
  protected abstract String contenderId();

  /**
   * Opens it.
   *
   * @throws Exception when it can't be had
   */
  @Setup(Level.Trial)
  public void open() throws Exception {
    String folder = System.getProperty(WORK);
    if (folder == null) {
      throw new IllegalStateException("-D" + WORK + " is missing: use ./kekkai bench --jmh");
    }
    contender = Contenders.open(Path.of(folder), contenderId());
  }

  /** Closes it. */
  @TearDown(Level.Trial)
  public void close() {
    Objects.requireNonNull(contender).close();
  }

  /** One thread's own work. */
  Work work(String operation, int bytes) throws Exception {
    return Objects.requireNonNull(contender)
        .work(Operation.of(operation).orElseThrow(), bytes)
        .orElseThrow(() -> new UnsupportedOperationException(operation + " is not offered"));
  }
}
