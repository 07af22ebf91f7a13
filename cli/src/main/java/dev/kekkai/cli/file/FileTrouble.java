package dev.kekkai.cli.file;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cryptoki.TokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import javax.crypto.IllegalBlockSizeException;

/** What can go wrong with a file, as the command tells it. */
public final class FileTrouble {
  private FileTrouble() {}

  /**
   * Work on a file.
   *
   * @param <T> what it returns
   */
  public interface Work<T> {
    /**
     * Does it.
     *
     * @return a result
     * @throws CliException with an exit code
     * @throws TokenException when the token is in trouble
     * @throws IOException when a file is
     * @throws GeneralSecurityException when the file is no good
     */
    T run() throws CliException, TokenException, IOException, GeneralSecurityException;
  }

  /**
   * Runs work on a file. A file that is no good stream is refused, with its name; what JCA wrapped
   * is unwrapped again, so that the token's trouble is seen.
   *
   * @param <T> what the work returns
   * @param file its name
   * @param work what to do with it
   * @return what the work returned
   * @throws CliException when the file is no good, or as the work says
   * @throws TokenException when the token is in trouble
   * @throws IOException when a file is
   */
  public static <T> T naming(Path file, Work<T> work)
      throws CliException, TokenException, IOException {
    try {
      return work.run();
    } catch (InvalidKeyException
        | IllegalBlockSizeException
        | ProviderException
        | IllegalStateException e) {
      throw tokenTrouble(e);
    } catch (GeneralSecurityException e) {
      throw new CliException(ExitCode.REFUSED, file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Makes sure that there is such a file.
   *
   * @param file a file
   * @param hint what else may have been meant, for the end of the message
   * @throws CliException when there is none
   */
  public static void requireFile(Path file, String hint) throws CliException {
    if (!Files.exists(file)) {
      throw new CliException(ExitCode.USAGE, "There is no file " + file + hint);
    }
    if (Files.isDirectory(file)) {
      throw new CliException(ExitCode.USAGE, file + " is a folder, not a file");
    }
  }

  private static TokenException tokenTrouble(Exception e) {
    for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
      if (t instanceof TokenException trouble) {
        return trouble;
      }
    }
    return new TokenException("AES-GCM failed: " + e.getMessage(), false, e);
  }
}
