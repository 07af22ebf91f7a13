package dev.kekkai.benchmarks.files;

import dev.kekkai.benchmarks.run.Launch;
import dev.kekkai.benchmarks.run.Quartiles;
import dev.kekkai.benchmarks.run.Workshop;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A large file encrypted and decrypted again, by the command in both bulk modes and by a plain loop
 * over SunJCE, in turns, each in a JVM of its own with a small heap; what comes back is compared.
 * Not thread-safe.
 */
public final class FilesBench {
  /** The heap of each JVM, in MiB. */
  public static final int HEAP_MIB = 60;

  private static final int SMALL = 15_360;
  private static final int LARGE = 1024 * 1024;
  private static final int MILLION = 1_000_000;

  private final SecureRandom random = new SecureRandom();
  private final Workshop workshop;
  private final long bytes;
  private final int rounds;
  private final Consumer<String> progress;
  private final Map<FilesContender, List<FilesCost[]>> costs = new LinkedHashMap<>();

  /**
   * On tokens that have been made.
   *
   * @param workshop has them
   * @param bytes length of the file
   * @param rounds how often each does it
   * @param progress told what is being done, one line each
   */
  public FilesBench(Workshop workshop, long bytes, int rounds, Consumer<String> progress) {
    this.workshop = workshop;
    this.bytes = bytes;
    this.rounds = rounds;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @return results in the order of the table
   * @throws IOException when there is no room, or a contender fails
   * @throws InterruptedException when interrupted
   */
  public List<FilesResult> run() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(workshop.folder().resolve("files"));
    requireRoom(folder);
    Path plain = folder.resolve("plain");
    try {
      progress.accept("writing a file of " + bytes + " bytes");
      write(plain);
      for (int round = 1; round <= rounds; round++) {
        for (FilesContender contender : contenders()) {
          progress.accept(
              String.format(Locale.ROOT, "%s, round %d of %d", contender.title(), round, rounds));
          costs(contender).add(there(contender, folder, plain));
        }
      }
    } finally {
      Files.deleteIfExists(plain);
    }
    return results();
  }

  private List<FilesCost[]> costs(FilesContender contender) {
    return costs.computeIfAbsent(contender, first -> new ArrayList<>());
  }

  private List<FilesContender> contenders() {
    List<FilesContender> all =
        new ArrayList<>(List.of(FilesContender.plain(SMALL), FilesContender.plain(LARGE)));
    List<String> tokens = workshop.tokens().stream().sorted().toList();
    if (!tokens.isEmpty()) {
      String any = tokens.get(tokens.size() - 1);
      all.add(FilesContender.kekkai(any, "software", SMALL));
      all.add(FilesContender.kekkai(any, "software", LARGE));
    }
    tokens.forEach(token -> all.add(FilesContender.kekkai(token, "hsm", SMALL)));
    return all;
  }

  private void requireRoom(Path folder) throws IOException {
    long room = Files.getFileStore(folder).getUsableSpace();
    long needed = 3 * bytes + bytes / 10;
    if (room < needed) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "Three files of %,d bytes need %,d bytes in %s, where there are %,d: give a smaller"
                  + " --size",
              bytes,
              needed,
              folder,
              room));
    }
  }

  /** Bytes that no disk can make smaller. */
  private void write(Path plain) throws IOException {
    byte[] some = new byte[LARGE];
    try (OutputStream out = Files.newOutputStream(plain)) {
      for (long left = bytes; left > 0; left -= LARGE) {
        random.nextBytes(some);
        out.write(some, 0, (int) Math.min(left, LARGE));
      }
    }
  }

  /** There and back. */
  private FilesCost[] there(FilesContender contender, Path folder, Path plain)
      throws IOException, InterruptedException {
    Path sealed = folder.resolve("sealed");
    Path again = folder.resolve("again");
    try {
      FilesCost[] both = {
        measure(contender, folder, true, plain, sealed),
        measure(contender, folder, false, sealed, again)
      };
      if (Files.mismatch(plain, again) != -1) {
        throw new IOException(contender.title() + " brought another file back");
      }
      return both;
    } finally {
      Files.deleteIfExists(sealed);
      Files.deleteIfExists(again);
    }
  }

  private FilesCost measure(
      FilesContender contender, Path folder, boolean encrypt, Path from, Path to)
      throws IOException, InterruptedException {
    List<String> command = Launch.javaCommand("-Xmx" + HEAP_MIB + "m");
    command.add(FilesWorker.class.getName());
    command.add(folder.toString());
    command.addAll(
        contender.arguments(
            workshop.folder(), encrypt, from.getFileName() + "", to.getFileName() + ""));
    Path errors = workshop.folder().resolve("files.log");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.to(errors.toFile()))
            .start();
    try {
      String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException(contender.title() + " failed: " + Files.readString(errors));
      }
      return FilesCost.parse(line);
    } finally {
      process.destroyForcibly();
    }
  }

  private List<FilesResult> results() {
    List<FilesResult> results = new ArrayList<>();
    for (int way = 0; way < 2; way++) {
      for (FilesContender contender : costs.keySet()) {
        results.add(result(contender, way));
      }
    }
    return results;
  }

  private FilesResult result(FilesContender contender, int way) {
    List<FilesCost[]> ours = costs(contender);
    List<FilesCost[]> plain = costs(FilesContender.plain(contender.segmentBytes()));
    double[] rates = new double[rounds];
    double[] ratios = new double[rounds];
    double[] cpu = new double[rounds];
    long heap = 0;
    for (int round = 0; round < rounds; round++) {
      FilesCost cost = ours.get(round)[way];
      rates[round] = bytes * 1e9 / cost.nanos() / MILLION;
      ratios[round] = (double) plain.get(round)[way].nanos() / cost.nanos();
      cpu[round] = (double) cost.cpuNanos() / bytes;
      heap = Math.max(heap, cost.heapPeak());
    }
    return new FilesResult(
        contender.id() + (way == 0 ? ".encrypt" : ".decrypt"),
        (way == 0 ? "encrypt: " : "decrypt: ") + contender.title(),
        Quartiles.of(rates),
        Quartiles.of(ratios),
        Quartiles.of(cpu).median(),
        heap);
  }
}
