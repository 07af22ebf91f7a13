package dev.kekkai.cli.cms;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells a CMS from a stream. Apart from what reads one: the manifest of the library for that takes
 * megabytes to check, which a command for streams need not have.
 */
public final class CmsFile {
  /** A SEQUENCE in DER and BER; a stream begins with another byte. */
  private static final int FIRST_BYTE = 0x30;

  private CmsFile() {}

  /**
   * Whether a file looks like a CMS in DER or BER.
   *
   * @param file the file
   * @return true when it begins as they do, and as no stream does
   * @throws IOException when it can't be read
   */
  public static boolean isCms(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false; // a pipe's first byte would be gone
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == FIRST_BYTE;
    }
  }
}
