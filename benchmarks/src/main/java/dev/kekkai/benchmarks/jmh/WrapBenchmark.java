package dev.kekkai.benchmarks.jmh;

import dev.kekkai.benchmarks.contender.Work;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** AES key wrap and unwrap on a token. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WrapBenchmark {
  /** For JMH. */
  public WrapBenchmark() {}

  /** Who, and what. */
  public static class Choice extends ContenderState {
    /** What is measured. */
    @Param({"wrap", "unwrap-handle", "unwrap-software"})
    public String operation = "";

    /** On which token. */
    @Param({"nss", "softhsm2"})
    public String token = "";

    /** For JMH. */
    public Choice() {}

    @Override
    protected String contenderId() {
      return "kekkai:" + token + (operation.equals("unwrap-software") ? ":software" : ":hsm");
    }
  }

  /** One thread's work. */
  @State(Scope.Thread)
  public static class OneThread {
    private @Nullable Work work;

    /** For JMH. */
    public OneThread() {}

    /**
     * Sets it up.
     *
     * @param choice who, and what
     * @throws Exception when it can't be had
     */
    @Setup(Level.Trial)
    public void open(Choice choice) throws Exception {
      work = choice.work(choice.operation, 0);
    }
  }

  /**
   * Measures one operation.
   *
   * @param thread its work
   * @return the result, which JMH consumes
   * @throws Exception when it fails
   */
  @Benchmark
  public @Nullable Object run(OneThread thread) throws Exception {
    return Objects.requireNonNull(thread.work).call();
  }
}
