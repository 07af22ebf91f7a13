package dev.kekkai.integration.binding;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;

/** Looks for bytes in this process's writable memory outside the Java heap, by Linux' /proc. */
final class ProcessMemory {
  private static final Pattern MAPPING =
      Pattern.compile("([0-9a-f]+)-([0-9a-f]+) rw.. \\S+ \\S+ \\S+ *(.*)");
  private static final Pattern ADDRESS = Pattern.compile("0x([0-9a-f]{8,16})");

  /** What RandomAccessFile reads without native memory of its own, which would hold a copy. */
  private static final int BLOCK = 8192;

  private final byte[] block = new byte[BLOCK];

  /**
   * Where the bytes are.
   *
   * @return for each place the character before them and the name of the mapping
   */
  List<String> find(byte[] wanted) throws Exception {
    long[] heap = heap();
    List<String> found = new ArrayList<>();
    try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "r")) {
      for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
        Matcher m = MAPPING.matcher(line);
        if (m.matches()) {
          long from = Long.parseUnsignedLong(m.group(1), 16);
          long to = Long.parseUnsignedLong(m.group(2), 16);
          if (to <= heap[0] || from >= heap[1]) {
            find(memory, from, to, m.group(3), wanted, found);
          }
        }
      }
    }
    return found;
  }

  private void find(
      RandomAccessFile memory, long from, long to, String name, byte[] wanted, List<String> found) {
    for (long at = from; at < to; at += BLOCK - wanted.length) {
      int length = (int) Math.min(BLOCK, to - at);
      try {
        memory.seek(at);
        memory.readFully(block, 0, length);
      } catch (IOException e) {
        return; // not to be read, as a stack's guard pages
      }
      for (int i = 1; i + wanted.length <= length; i++) {
        if (isAt(i, wanted)) {
          found.add((char) block[i - 1] + " in " + (name.isEmpty() ? "no file" : name));
        }
      }
    }
  }

  private boolean isAt(int offset, byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (block[offset + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static long[] heap() throws Exception {
    Object info =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcHeapInfo",
                new Object[0],
                new String[0]);
    long[] addresses =
        ADDRESS
            .matcher(info.toString())
            .results()
            .mapToLong(r -> Long.parseUnsignedLong(r.group(1), 16))
            .sorted()
            .toArray();
    return new long[] {addresses[0], addresses[addresses.length - 1]};
  }
}
