package dev.kekkai.benchmarks.worker;

import dev.kekkai.benchmarks.contender.Contender;
import dev.kekkai.benchmarks.contender.Contenders;
import dev.kekkai.benchmarks.contender.Operation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The process of one contender. Arguments: the benchmark's folder and the contender's id. It greets
 * with {@code ready VERSION} or {@code failed REASON}, then answers lines on standard input:
 *
 * <pre>
 * run OPERATION BYTES THREADS MILLISECONDS     ok OPERATIONS NANOS BYTES COMPILER_MILLIS | no: ... | failed ...
 * quit
 * </pre>
 */
public final class WorkerMain {
  /** The answer for an operation that the contender does not have. */
  public static final String NOT_OFFERED = "no: not offered";

  private final Slices slices;
  private final PrintStream out;

  private WorkerMain(Slices slices, PrintStream out) {
    this.slices = slices;
    this.out = out;
  }

  /**
   * Runs until it is told to quit, or until standard input ends.
   *
   * @param args folder and contender
   */
  public static void main(String[] args) {
    PrintStream answers = System.out;
    System.setOut(System.err); // what a library prints is no answer
    try (Contender contender = Contenders.open(Path.of(args[0]), args[1]);
        Slices slices = new Slices(contender)) {
      answers.println("ready " + contender.version());
      new WorkerMain(slices, answers).answer();
    } catch (Exception e) {
      answers.println(failure(e));
      System.exit(1);
    }
    System.exit(0); // a peer may have left threads behind
  }

  private void answer() throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    while (line != null && !line.equals("quit")) {
      out.println(answer(line.split(" ", -1)));
      line = in.readLine();
    }
  }

  private String answer(String[] words) {
    try {
      Optional<Measurement> slice =
          slices.run(
              Operation.of(words[1]).orElseThrow(),
              Integer.parseInt(words[2]),
              Integer.parseInt(words[3]),
              Long.parseLong(words[4]));
      return slice.map(Measurement::toLine).orElse(NOT_OFFERED);
    } catch (Exception e) {
      return failure(e);
    }
  }

  /** On one line: the cause of it all, which says most. */
  private static String failure(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String text = root.getMessage() == null ? root.toString() : root.getMessage();
    return String.format(Locale.ROOT, "failed %s", text).replaceAll("\\s+", " ");
  }
}
