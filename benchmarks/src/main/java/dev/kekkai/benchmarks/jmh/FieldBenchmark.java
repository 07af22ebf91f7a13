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

/** A field of 64 bytes with a held DEK, and the same by the peers. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FieldBenchmark {
  /** For JMH. */
  public FieldBenchmark() {}

  /** Who, and what. */
  public static class Choice extends ContenderState {
    /** What is measured. */
    @Param({"field-encrypt", "field-decrypt"})
    public String operation = "";

    /** By whom. */
    @Param({"kekkai:nss:software", "kekkai:nss:hsm", "by-hand", "tink", "tink-envelope", "aws"})
    public String contender = "";

    /** For JMH. */
    public Choice() {}

    @Override
    protected String contenderId() {
      return contender;
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
      work = choice.work(choice.operation, 64);
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
