package dev.kekkai.cli;

import dev.kekkai.cli.file.FileRewrap;
import dev.kekkai.cryptoki.TokenException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kekkai rewrap}: the DEKs of files under the primary KEK. */
@Command(
    name = "rewrap",
    description = {
      "Wraps the DEK of encrypted files anew under the primary version of its KEK. Only the header"
          + " of a file is written; it is read back before the old one is erased.",
      "A file that can't be rewrapped is reported, and the others go on."
    })
final class RewrapCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The encrypted files.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--to",
      paramLabel = "KEK",
      description = "Under another KEK, by its name without a version.")
  private @Nullable String to;

  RewrapCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException {
    try (Workspace workspace = new Workspace(globals)) {
      FileRewrap rewrap = new FileRewrap(workspace.fileDeks(), to);
      int first = ExitCode.OK;
      for (Path file : files) {
        int exitCode = rewrap(rewrap, globals.surroundings().folder().resolve(file));
        first = first == ExitCode.OK ? exitCode : first;
      }
      return first;
    }
  }

  private int rewrap(FileRewrap rewrap, Path file) {
    try {
      spec.commandLine().getOut().println(rewrap.rewrap(file));
      return ExitCode.OK;
    } catch (CliException | TokenException | IOException | RuntimeException e) {
      return Failures.report(spec.commandLine(), e, globals.debug());
    }
  }
}
