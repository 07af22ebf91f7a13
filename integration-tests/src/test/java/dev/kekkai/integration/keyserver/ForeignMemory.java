package dev.kekkai.integration.keyserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks into another Java process: at the objects it reaches, in a heap dump, and at all of its
 * memory, which is what a core file would have.
 */
final class ForeignMemory {
  private static final Pattern MAPPING =
      Pattern.compile("([0-9a-f]+)-([0-9a-f]+) rw.. \\S+ \\S+ \\S+ *(.*)");
  private static final int BLOCK = 1 << 20;
  private static final long SECONDS = 120;

  private final String pid;

  ForeignMemory(long pid) {
    this.pid = Long.toString(pid);
  }

  /** Stops all of its threads; what they work on stays where it is. */
  void pause() throws Exception {
    run("kill", "-STOP", pid);
  }

  void resume() throws Exception {
    run("kill", "-CONT", pid);
  }

  /** Collects garbage, and searches the objects that are left. */
  Traces heap(List<Secret> secrets, Path dump) throws Exception {
    Files.deleteIfExists(dump);
    try {
      jcmd("GC.heap_dump", dump.toString());
      Traces traces = new Traces(secrets);
      try (InputStream in = new BufferedInputStream(Files.newInputStream(dump), BLOCK)) {
        traces.search("the heap dump", in);
      }
      return traces;
    } finally {
      Files.deleteIfExists(dump);
    }
  }

  /** Searches every page that can be written: all of the heap, and native memory. */
  Traces everything(List<Secret> secrets) throws IOException {
    Traces traces = new Traces(secrets);
    try (RandomAccessFile memory = new RandomAccessFile("/proc/" + pid + "/mem", "r")) {
      for (String line : Files.readAllLines(Path.of("/proc", pid, "maps"))) {
        Matcher m = MAPPING.matcher(line);
        if (m.matches()) {
          long from = Long.parseUnsignedLong(m.group(1), 16);
          long to = Long.parseUnsignedLong(m.group(2), 16);
          memory.seek(from);
          String name = m.group(3).isEmpty() ? "no file" : m.group(3);
          traces.search(name, new Pages(memory, to - from));
        }
      }
    }
    return traces;
  }

  private void jcmd(String... what) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(pid);
    command.addAll(List.of(what));
    run(command.toArray(String[]::new));
  }

  /** A mapping as a stream, which ends where it can't be read, as at a stack's guard pages. */
  private static final class Pages extends InputStream {
    private final RandomAccessFile memory;
    private long left;

    Pages(RandomAccessFile memory, long length) {
      this.memory = memory;
      this.left = length;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("read blocks");
    }

    @Override
    public int read(byte[] block, int offset, int length) {
      try {
        int n = left == 0 ? -1 : memory.read(block, offset, (int) Math.min(length, left));
        left -= Math.max(0, n);
        return n;
      } catch (IOException e) {
        return -1;
      }
    }
  }

  private static void run(String... command) throws Exception {
    Path out = Files.createTempFile("foreign", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as(command[0]).isTrue();
      assertThat(process.exitValue()).as(Files.readString(out)).isZero();
    } finally {
      Files.delete(out);
    }
  }
}
