package dev.kekkai.benchmarks.files;

import com.sun.management.OperatingSystemMXBean;
import dev.kekkai.cli.Main;
import dev.kekkai.cli.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One file in a process of its own, whose heap is small. Prints what it took. */
public final class FilesWorker {
  private FilesWorker() {}

  /**
   * Does it.
   *
   * @param args a folder; then {@code sun-jce}, {@code encrypt} or {@code decrypt}, two files and a
   *     segment's bytes; or {@code kekkai}, a configuration and the command's own arguments
   * @throws IOException when a file can't be read or written
   * @throws GeneralSecurityException when SunJCE fails
   */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    long begin = System.nanoTime();
    long cpu = cpuNanos();
    work(Path.of(args[0]), List.of(args).subList(1, args.length));
    print(new FilesCost(System.nanoTime() - begin, cpuNanos() - cpu, heapPeak()).line());
  }

  static void work(Path folder, List<String> args) throws IOException, GeneralSecurityException {
    if (args.get(0).equals("sun-jce")) {
      new SunJceFile(Integer.parseInt(args.get(4)))
          .run(
              args.get(1).equals("encrypt"),
              folder.resolve(args.get(2)),
              folder.resolve(args.get(3)));
    } else {
      command(folder, args.get(1), args.subList(2, args.size()));
    }
  }

  private static void command(Path folder, String configuration, List<String> arguments)
      throws IOException {
    StringWriter err = new StringWriter();
    Surroundings surroundings =
        new Surroundings(
            Map.of("KEKKAI_CONFIG", configuration),
            folder,
            folder,
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            null);
    int exitCode =
        Main.run(
            surroundings,
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            arguments.toArray(String[]::new));
    if (exitCode != 0) {
      throw new IOException(
          String.format(Locale.ROOT, "%s ended with %d: %s", arguments.get(0), exitCode, err));
    }
  }

  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long heapPeak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
