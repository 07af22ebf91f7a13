package dev.kekkai.integration.keyserver;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where secrets were found. */
final class Traces {
  private static final int BLOCK = 1 << 20;

  private final List<Secret> secrets;
  private final boolean[] begins = new boolean[256];
  private final Map<String, Integer> found = new TreeMap<>();
  private final byte[] block = new byte[BLOCK];
  private long bytes;

  Traces(List<Secret> secrets) {
    this.secrets = secrets;
    secrets.forEach(secret -> begins[secret.bytes()[0] & 255] = true);
  }

  void search(String where, InputStream in) throws IOException {
    int longest = secrets.stream().mapToInt(secret -> secret.bytes().length).max().orElseThrow();
    int kept = 0;
    for (int n = in.read(block, 0, BLOCK); n > 0; n = in.read(block, kept, BLOCK - kept)) {
      bytes += n;
      int end = kept + n;
      int last = end - longest;
      for (int at = 0; at <= last; at++) {
        look(where, at);
      }
      int from = Math.max(0, last + 1);
      kept = end - from;
      System.arraycopy(block, from, block, 0, kept);
    }
    java.util.Arrays.fill(block, kept, Math.min(BLOCK, kept + longest), (byte) 0);
    for (int at = 0; at < kept; at++) {
      look(where, at);
    }
  }

  private void look(String where, int at) {
    if (begins[block[at] & 255]) {
      for (Secret secret : secrets) {
        if (isAt(at, secret.bytes())) {
          found.merge(secret.what() + " in " + where, 1, Integer::sum);
        }
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
