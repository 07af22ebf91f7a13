package dev.kekkai.cli;

import dev.kekkai.cli.client.KeksCommand;
import dev.kekkai.cli.client.OpenCommand;
import dev.kekkai.cli.client.ResealCommand;
import dev.kekkai.cli.client.SealCommand;
import dev.kekkai.cli.demo.DemoCommand;
import dev.kekkai.cli.keyserver.AuditCommand;
import dev.kekkai.cli.keyserver.ClientsCommand;
import dev.kekkai.cli.keyserver.ServeCommand;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself, with the options that every subcommand takes. */
@Command(
    name = "kekkai",
    description = {
      "Envelope encryption with a key-encryption key (KEK) that never leaves its PKCS#11 token.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the operation failed",
      "2:wrong usage or configuration",
      "3:no such KEK, DEK, client or module",
      "4:refused: a key that breaks a rule, a bad ciphertext, what the key server doesn't permit,"
          + " an audit log that was changed, or a DEK store",
      "5:the token or the key server can't be reached, or refused the login",
      "6:keys audit found keys that break rules"
    },
    footer = {
      "",
      "Start with 'kekkai demo', or with:",
      "  kekkai init                    write kekkai.properties for the module found",
      "  kekkai kek create payments     make a KEK on the token",
      "  kekkai doctor                  check that everything works",
      "  echo -n secret | kekkai encrypt -c users -c otp_secret -c 4711",
      "  kekkai encrypt report.pdf      write report.pdf.kekkai"
    },
    versionProvider = VersionText.class)
final class KekkaiCommand implements Runnable {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Shows the version.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  private KekkaiCommand(Globals globals) {
    this.globals = globals;
  }

  static CommandLine commandLine(Surroundings surroundings) {
    Globals globals = new Globals(surroundings);
    CommandLine command =
        new CommandLine(new KekkaiCommand(globals))
            .addSubcommand(new InitCommand(globals))
            .addSubcommand(KekCommand.commandLine(globals))
            .addSubcommand(KeysCommand.commandLine(globals))
            .addSubcommand(StoreCommand.commandLine(globals))
            .addSubcommand(new EncryptCommand(globals))
            .addSubcommand(new DecryptCommand(globals))
            .addSubcommand(new RewrapCommand(globals))
            .addSubcommand(MigrateCommand.commandLine(globals))
            .addSubcommand(new ReencryptCommand(globals))
            .addSubcommand(SealKeyCommand.commandLine(globals))
            .addSubcommand(new KeksCommand(globals))
            .addSubcommand(new SealCommand(globals))
            .addSubcommand(new OpenCommand(globals))
            .addSubcommand(new ResealCommand(globals))
            .addSubcommand(new ServeCommand(globals))
            .addSubcommand(ClientsCommand.commandLine(globals))
            .addSubcommand(AuditCommand.commandLine(globals))
            .addSubcommand(new DoctorCommand(globals))
            .addSubcommand(new DemoCommand(globals));
    return command
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(
            (e, line, result) -> Failures.report(line, e, globals.debug()))
        .setParameterExceptionHandler((e, args) -> Failures.reportUsage(e));
  }

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "The configuration. Default: $KEKKAI_CONFIG, ./kekkai.properties,"
              + " ~/.config/kekkai/kekkai.properties. For serve, clients and audit:"
              + " ./key-server.yaml. For keks, seal, open and reseal:"
              + " ./kekkai-client.properties.")
  void config(Path file) {
    globals.config(file);
  }

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Shows what happens inside, and the stack trace of an error.")
  void debug(boolean on) {
    globals.debug(on);
  }

  @Option(
      names = "--confirm-login",
      scope = ScopeType.INHERIT,
      description =
          "Logs in to the token once although this PIN was refused before, or the token says that"
              + " PIN tries are running low. Never when one try is left, and not for serve.")
  void confirmLogin(boolean on) {
    globals.confirmLogin(on);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
