package dev.kekkai.cli;

import dev.kekkai.cli.progress.Progress;
import dev.kekkai.cli.progress.Unit;
import dev.kekkai.config.Environment;
import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.problem.Printable;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.dekstore.Keyring;
import dev.kekkai.dekstore.column.ColumnDatabase;
import dev.kekkai.dekstore.column.ColumnMigration;
import dev.kekkai.dekstore.column.ColumnSetup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands for a column have in common: the file with its settings, and the reports. */
abstract class ColumnCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      description = "The column's settings: table, key, columns, DEK, context.")
  private @Nullable Path path;

  ColumnCommand(Globals globals) {
    this.globals = globals;
  }

  /** What a step does. */
  interface Step {
    int with(Workspace workspace, ColumnDatabase database, ColumnFile file)
        throws CliException, TokenException;
  }

  /** What a step does that encrypts or decrypts. */
  interface MigrationStep {
    int with(ColumnMigration migration) throws TokenException;
  }

  final int step(Step step) throws CliException, TokenException {
    ColumnFile file =
        ColumnFile.load(globals.surroundings().folder().resolve(path == null ? Path.of("") : path));
    try (Workspace workspace = new Workspace(globals)) {
      int connections = file.options().connections();
      try (ColumnDatabase database = ColumnDatabase.open(url(file, workspace), connections)) {
        return step.with(workspace, database, file);
      }
    }
  }

  private String url(ColumnFile file, Workspace workspace) throws CliException {
    KekkaiConfig config = workspace.config();
    String url = file.database() != null ? file.database() : config.store();
    if (url == null) {
      throw new CliException(
          ExitCode.USAGE, "No database is named: set database = JDBC-URL in " + path);
    }
    if (config.environment() == Environment.PRODUCTION
        && url.toLowerCase(Locale.ROOT).startsWith("jdbc:h2:")) {
      throw new CliException(
          ExitCode.USAGE, "database in " + path + ": production refuses H2: use a PostgreSQL URL");
    }
    return url;
  }

  final int migrate(MigrationStep step) throws CliException, TokenException {
    return step(
        (workspace, database, file) -> {
          try (Keyring keyring = workspace.keyring()) {
            return step.with(
                new ColumnMigration(
                    keyring, database, file.column(), plaintext(file), file.options()));
          }
        });
  }

  final ColumnSetup setup(ColumnDatabase database, ColumnFile file) throws CliException {
    return new ColumnSetup(database, file.column(), plaintext(file));
  }

  private String plaintext(ColumnFile file) throws CliException {
    String plaintext = file.plaintext();
    if (plaintext == null) {
      throw new CliException(
          ExitCode.USAGE, "No column is to be encrypted: set plaintext = NAME in " + path);
    }
    return plaintext;
  }

  final Progress progress(String what, long rows) {
    return Progress.begin(
        spec.commandLine().getErr(), globals.surroundings(), what, Unit.of("rows"), rows);
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final void say(String line) {
    out().println(Printable.of(line));
  }

  final void sayRows(String what, long rows) {
    say(String.format(Locale.ROOT, "%s: %,d", what, rows));
  }

  /** On standard error: rows that need a person, by their keys. */
  final void complain(long count, String what, List<String> examples) {
    if (count > 0) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          String.format(
              Locale.ROOT,
              "kekkai: %,d %s%s",
              count,
              what,
              examples.isEmpty() ? "" : count > examples.size() ? "; the first of them:" : ":"));
      // an application's user may have chosen a row's key
      examples.forEach(example -> err.println("  " + Printable.of(example)));
      err.flush();
    }
  }
}
