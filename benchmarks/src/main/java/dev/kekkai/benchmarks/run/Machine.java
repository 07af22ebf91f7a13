package dev.kekkai.benchmarks.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a run took place.
 *
 * @param cpu the processor's model
 * @param cores processors that Java may use
 * @param system distribution and kernel
 * @param java the JVM
 * @param load load average over one minute before the run; what else ran then
 */
public record Machine(String cpu, int cores, String system, String java, String load) {
  /**
   * This one, as far as it can be told.
   *
   * @return never fails; what is unknown is said to be
   */
  public static Machine here() {
    return new Machine(
        after("/proc/cpuinfo", "model name", ":").orElse(System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        String.format(
            Locale.ROOT,
            "%s, %s %s",
            after("/etc/os-release", "PRETTY_NAME", "=").orElse("unknown"),
            System.getProperty("os.name"),
            System.getProperty("os.version")),
        String.format(
            Locale.ROOT,
            "%s %s (%s)",
            System.getProperty("java.vm.name"),
            System.getProperty("java.runtime.version"),
            System.getProperty("java.vendor")),
        lines("/proc/loadavg").stream().findFirst().map(l -> l.split(" ", -1)[0]).orElse("?"));
  }

  private static Optional<String> after(String file, String key, String separator) {
    return lines(file).stream()
        .filter(line -> line.startsWith(key))
        .findFirst()
        .map(line -> line.substring(line.indexOf(separator) + 1).trim().replace("\"", ""));
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return List.of(); // not Linux
    }
  }
}
