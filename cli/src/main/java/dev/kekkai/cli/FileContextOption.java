package dev.kekkai.cli;

import dev.kekkai.formats.EncryptionContext;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code --context} as {@link ContextOption} has it, but a file may do without. */
final class FileContextOption {
  @Option(
      names = {"-c", "--context"},
      paramLabel = "PART",
      description =
          "Where the value belongs, one option for each part, in order: -c TABLE -c COLUMN -c ROW."
              + " Not secret. The same parts are needed to decrypt. A file needs none.")
  private List<String> parts = new ArrayList<>();

  boolean isGiven() {
    return !parts.isEmpty();
  }

  EncryptionContext forValue(CommandSpec spec) throws CliException {
    if (parts.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--context=PART'");
    }
    return forFile();
  }

  EncryptionContext forFile() throws CliException {
    try {
      return EncryptionContext.of(parts);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, Failures.message(e), e);
    }
  }
}
