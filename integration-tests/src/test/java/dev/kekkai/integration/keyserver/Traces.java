package dev.kekkai.integration.keyserver;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where secrets were found. Looks at every few bytes only, as Wu and Manber do: two bytes that are
 * in no secret rule out all places where a secret would cover them.
 */
final class Traces {
  private static final int BLOCK = 1 << 20;
  private static final int PAIRS = 1 << 16;

  private final List<Secret> secrets;
  private final Map<String, Integer> found = new TreeMap<>();
  private final byte[] block = new byte[BLOCK];
  private final int shortest;
  private final int longest;

  /** How far on the next secret can begin, by two bytes that the shortest one would end with. */
  private final int[] skips = new int[PAIRS];

  private long bytes;

  Traces(List<Secret> secrets) {
    this.secrets = secrets;
    this.shortest = secrets.stream().mapToInt(secret -> secret.bytes().length).min().orElseThrow();
    this.longest = secrets.stream().mapToInt(secret -> secret.bytes().length).max().orElseThrow();
    Arrays.fill(skips, shortest - 1);
    for (Secret secret : secrets) {
      for (int end = 2; end <= shortest; end++) {
        int pair = pair(secret.bytes(), end - 2);
        skips[pair] = Math.min(skips[pair], shortest - end);
      }
    }
  }

  private static int pair(byte[] bytes, int at) {
    return (bytes[at] & 255) << Byte.SIZE | bytes[at + 1] & 255;
  }

  void search(String where, InputStream in) throws IOException {
    int kept = 0;
    for (int n = in.read(block, 0, BLOCK); n > 0; n = in.read(block, kept, BLOCK - kept)) {
      bytes += n;
      int end = kept + n;
      int last = end - longest;
      look(where, last + 1);
      int from = Math.max(0, last + 1);
      kept = end - from;
      System.arraycopy(block, from, block, 0, kept);
    }
    Arrays.fill(block, kept, Math.min(BLOCK, kept + longest), (byte) 0);
    look(where, kept);
  }

  /** At all places before one. */
  private void look(String where, int limit) {
    int at = 0;
    while (at < limit) {
      int skip = skips[pair(block, at + shortest - 2)];
      if (skip == 0) {
        compare(where, at);
        skip = 1;
      }
      at += skip;
    }
  }

  private void compare(String where, int at) {
    for (Secret secret : secrets) {
      if (isAt(at, secret.bytes())) {
        found.merge(secret.what() + " in " + where, 1, Integer::sum);
      }
    }
  }

  private boolean isAt(int offset, byte[] wanted) {
    if (offset + wanted.length > BLOCK) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (block[offset + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** What was found where, and how often. */
  Map<String, Integer> found() {
    return found;
  }

  boolean has(Secret secret) {
    return found.keySet().stream().anyMatch(text -> text.startsWith(secret.what() + " in "));
  }

  /** How much was searched. */
  long bytes() {
    return bytes;
  }
}
