package dev.kekkai.cli;

import dev.kekkai.formats.EncryptionContext;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --context}, given once for each part; a part is taken as it is, with all its slashes. */
public final class ContextOption {
  @Option(
      names = {"-c", "--context"},
      paramLabel = "PART",
      required = true,
      description =
          "Where the value belongs, one option for each part, in order: -c TABLE -c COLUMN -c ROW."
              + " Not secret. The same parts are needed to decrypt.")
  private List<String> parts = new ArrayList<>();

  /** No parts yet: picocli puts them in. */
  public ContextOption() {}

  /**
   * The context.
   *
   * @return the parts, in order
   * @throws CliException when they make none
   */
  public EncryptionContext context() throws CliException {
    try {
      return EncryptionContext.of(
          parts.get(0), parts.subList(1, parts.size()).toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, Failures.message(e), e);
    }
  }
}
