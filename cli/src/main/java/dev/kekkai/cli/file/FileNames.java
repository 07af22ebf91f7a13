package dev.kekkai.cli.file;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import java.nio.file.Path;

/** Names of encrypted files and of what comes out of them. */
public final class FileNames {
  private FileNames() {}

  /**
   * Where a decrypted file goes.
   *
   * @param from the encrypted file
   * @param suffix what its name ends with, such as {@code .kekkai}
   * @return the same name without the suffix
   * @throws CliException when it has none, or is nothing else
   */
  public static Path withoutSuffix(Path from, String suffix) throws CliException {
    String name = String.valueOf(from.getFileName());
    if (!name.endsWith(suffix) || name.equals(suffix)) {
      throw new CliException(
          ExitCode.USAGE,
          from + " has not the suffix " + suffix + ": name the decrypted file with --out FILE");
    }
    return from.resolveSibling(name.substring(0, name.length() - suffix.length()));
  }
}
