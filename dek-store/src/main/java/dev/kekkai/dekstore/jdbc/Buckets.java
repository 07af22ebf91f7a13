package dev.kekkai.dekstore.jdbc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids and tags of rows, by bucket: the first two bytes of an id. */
final class Buckets {
  private static final int OTHER_BITS = 48;

  private final SortedMap<Integer, SortedMap<UUID, String>> rows = new TreeMap<>();
  private int count;

  static int of(UUID id) {
    return (int) (id.getMostSignificantBits() >>> OTHER_BITS);
  }

  int count() {
    return count;
  }

  /** Counts the rows, those that replace another one too. */
  int put(UUID id, String tag) {
    rows.computeIfAbsent(of(id), bucket -> new TreeMap<>(Buckets::compare)).put(id, tag);
    return ++count;
  }

  void putAll(Buckets others) {
    others.rows.values().forEach(bucket -> bucket.forEach(this::put));
  }

  /** Null for a bucket without rows. */
  @Nullable String digest(int bucket) {
    SortedMap<UUID, String> found = rows.get(bucket);
    if (found == null) {
      return null;
    }
    MessageDigest digest = HashTree.sha256((byte) 0);
    found.forEach(
        (id, tag) -> {
          byte[] bytes = tag.getBytes(StandardCharsets.UTF_8);
          digest.update(
              ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
                  .putLong(id.getMostSignificantBits())
                  .putLong(id.getLeastSignificantBits())
                  .putInt(bytes.length)
                  .array());
          digest.update(bytes);
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static int compare(UUID one, UUID two) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), two.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), two.getLeastSignificantBits());
  }
}
