package dev.kekkai.cli.keyserver;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.Globals;
import dev.kekkai.keyserver.KeyServer;
import dev.kekkai.keyserver.StartException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kekkai serve}: runs the key server until it is told to end. */
@Command(
    name = "serve",
    description = {
      "Runs the key server that key-server.yaml (or --config FILE) describes.",
      "It ends on SIGTERM or SIGINT: requests under way are finished, the end of the audit log is"
          + " sealed, the token is closed."
    })
public final class ServeCommand implements Callable<Integer> {
  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * Makes the command.
   *
   * @param globals the options that every subcommand takes
   */
  public ServeCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, StartException, InterruptedException {
    if (globals.isLoginConfirmed()) {
      throw new ParameterException(
          spec.commandLine(),
          "--confirm-login is for one login, and a server logs in whenever it has to: run"
              + " 'kekkai doctor --confirm-login' with the token's kekkai.properties, then serve");
    }
    KeyServer server = new KeyServer(ServerConfig.load(globals));
    CountDownLatch closed = new CountDownLatch(1);
    Thread end =
        new Thread(
            () -> {
              server.close();
              closed.countDown();
            },
            "kekkai-end");
    Runtime.getRuntime().addShutdownHook(end);
    server.start();
    closed.await();
    return ExitCode.OK;
  }
}
