package dev.kekkai.cryptoki.iaik;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a file holds the name of the one function every PKCS#11 module exports. IAIK's native
 * library crashes the process when it is given a library without it (seen on JDK 25), so this is
 * looked at first.
 */
final class ExportedName {
  private static final byte[] NAME = "C_GetFunctionList".getBytes(StandardCharsets.US_ASCII);
  private static final int BLOCK = 1 << 16;

  private ExportedName() {}

  static boolean isIn(Path file) throws IOException {
    byte[] buffer = new byte[BLOCK];
    int kept = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n > 0; n = in.read(buffer, kept, BLOCK - kept)) {
        int end = kept + n;
        if (contains(buffer, end)) {
          return true;
        }
        kept = Math.min(NAME.length - 1, end);
        System.arraycopy(buffer, end - kept, buffer, 0, kept);
      }
    }
    return false;
  }

  private static boolean contains(byte[] buffer, int end) {
    for (int at = 0; at + NAME.length <= end; at++) {
      int matched = 0;
      while (matched < NAME.length && buffer[at + matched] == NAME[matched]) {
        matched++;
      }
      if (matched == NAME.length) {
        return true;
      }
    }
    return false;
  }
}
