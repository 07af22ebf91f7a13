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

/** AES-256-GCM through {@code Cipher}, in the HSM and in software. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GcmBenchmark {
  /** For JMH. */
  public GcmBenchmark() {}

  /** Who, and what. */
  public static class Choice extends ContenderState {
    /** What is measured. */
    @Param({"encrypt", "encrypt-iv", "decrypt"})
    public String operation = "";

    /** By whom. */
    @Param({
      "kekkai:nss:hsm",
      "kekkai:softhsm2:hsm",
      "kekkai:nss:software",
      "sunpkcs11:nss",
      "sunpkcs11:softhsm2",
      "sunjce"
    })
    public String contender = "";

    /** Length of a message in bytes. */
    @Param({"64", "1024", "16384", "1048576"})
    public int size;

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
      work = choice.work(choice.operation, choice.size);
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
