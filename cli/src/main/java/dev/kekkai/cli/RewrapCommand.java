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

/** {@code kekkai rewrap}: DEKs under another KEK, those of the store or those of files. */
@Command(
    name = "rewrap",
    description = {
      "With --from and --to: wraps every DEK of the store that is under one KEK version anew under"
          + " another. Each new blob is opened again by the token before it replaces the old one."
          + " Interrupted at any moment, it goes on when it is run again; applications may go on"
          + " meanwhile.",
      "With FILE: wraps the DEK of encrypted files anew under the primary version of its KEK. Only"
          + " the header of a file is written; it is read back before the old one is erased.",
      "What can't be rewrapped is reported, and the others go on."
    })
final class RewrapCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Encrypted files.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "OLD",
      description = "The store's DEKs under this KEK version, such as payments.v1.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "NEW",
      description =
          "With --from, the KEK version to wrap under, such as payments.v2. With FILE, another KEK"
              + " by its name without a version.")
  private @Nullable String to;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "With --from: how many work in the token at once; as many as it takes by default.")
  private @Nullable Integer threads;

  @Option(
      names = "--dry-run",
      description = "With --from: says what there is to do, and writes nothing.")
  private boolean dryRun;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "With --from: writes a report to this new file, signed by the token.")
  private @Nullable Path report;

  RewrapCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, TokenException, IOException {
    if (from != null) {
      return ofStore(from);
    }
    if (files.isEmpty()) {
      throw usage("Say what to rewrap: files, or the DEKs of the store with --from and --to");
    }
    if (threads != null || dryRun || report != null) {
      throw usage("--threads, --dry-run and --report go with --from, not with files");
    }
    return ofFiles();
  }

  private int ofStore(String old) throws CliException, TokenException, IOException {
    if (!files.isEmpty()) {
      throw usage(
          "--from is for the DEKs of the store, and "
              + files.get(0)
              + " would be a file: rewrap one, then the other");
    }
    if (to == null) {
      throw usage("--from " + old + " needs --to, the KEK version to wrap under");
    }
    if (dryRun && report != null) {
      throw usage("--dry-run does nothing that a report could be about: leave out one of them");
    }
    StoreRewrap rewrap = StoreRewrap.parse(spec.commandLine(), globals, old, to, threads);
    return dryRun ? rewrap.count() : rewrap.run(report);
  }

  private static CliException usage(String message) {
    return new CliException(ExitCode.USAGE, message);
  }

  private int ofFiles() throws CliException, TokenException {
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
      return Failures.report(spec.commandLine(), e, file, globals.debug());
    }
  }
}
