package dev.kekkai.keyserver.audit.verify;

import dev.kekkai.keyserver.audit.format.AuditFormatException;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.json.AuditJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * The seals in witness files, 8 bytes in memory for each. A seal counts as seen when its digest is
 * there: only seals with a good signature are asked for, and of those nobody but the HSM can make
 * one whose digest is another's.
 */
final class WitnessIndex {
  private static final String SEAL = "{\"type\":\"seal\"";

  private final List<Path> files;
  private final long[] digests;
  private final BitSet found = new BitSet();
  private final long others;

  private WitnessIndex(List<Path> files, long[] digests, long others) {
    this.files = files;
    this.digests = digests;
    this.others = others;
  }

  static WitnessIndex read(List<Path> files) throws IOException {
    Builder builder = new Builder();
    long others = 0;
    for (Path file : files) {
      others += scan(file, row -> builder.add(digest(row)));
    }
    return new WitnessIndex(files, builder.sorted(), others);
  }

  /** Whether there is any witness. */
  boolean isGiven() {
    return !files.isEmpty();
  }

  /** Lines that are no seals. */
  long others() {
    return others;
  }

  /** Whether the witness has a seal, whose signature is good; marks it. */
  boolean has(AuditRow.SealRow seal) {
    int index = Arrays.binarySearch(digests, digest(seal));
    if (index < 0) {
      return false;
    }
    found.set(index);
    return true;
  }

  /** How many seals were found in the log. */
  long found() {
    return found.cardinality();
  }

  /** Seals that the witness has and the log has not, signatures not looked at yet. */
  void forEachMissing(Consumer<AuditRow.SealRow> consumer) throws IOException {
    if (found.cardinality() == digests.length) {
      return;
    }
    for (Path file : files) {
      scan(
          file,
          row -> {
            int index = Arrays.binarySearch(digests, digest(row));
            if (index < 0 || !found.get(index)) {
              consumer.accept(row);
            }
          });
    }
  }

  /** Seals may stand alone on their lines, or behind what a syslog server writes before them. */
  private static long scan(Path file, Consumer<AuditRow.SealRow> consumer) throws IOException {
    long others = 0;
    try (BoundedLines lines = new BoundedLines(Files.newInputStream(file))) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        int start = line.indexOf(SEAL);
        if (start >= 0) {
          try {
            consumer.accept((AuditRow.SealRow) AuditJson.parse(line.substring(start).strip()));
          } catch (AuditFormatException e) {
            others++;
          }
        } else if (!line.isBlank()) {
          others++;
        }
      }
    }
    return others;
  }

  private static long digest(AuditRow.SealRow seal) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(seal.seal().array());
      byte[] digest = sha256.digest(seal.signature().array());
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** A list of numbers that grows. */
  private static final class Builder {
    private long[] values = new long[1024];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    /** Each value once: a witness may have a seal twice. */
    long[] sorted() {
      return Arrays.stream(values, 0, size).sorted().distinct().toArray();
    }
  }
}
