package dev.kekkai.cli.demo;

import dev.kekkai.cli.CliException;
import dev.kekkai.cli.ExitCode;
import dev.kekkai.cli.Globals;
import dev.kekkai.cli.SoftHsm;
import dev.kekkai.cli.demo.servers.ApplicationDemo;
import dev.kekkai.cli.demo.servers.TwoServersDemo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kekkai demo}: the stories on a SoftHSM2 token that is made for it. */
@Command(
    name = "demo",
    description = {
      "Shows a vault inside an application, on a SoftHSM2 token made for it: a KEK that never leaves"
          + " the token, a users table that is useless to a thief, tampering, rotation, speed.",
      "With --two-servers: an application server that seals, and a key server that alone can open, in"
          + " separate processes.",
      "Everything it says is checked while it runs; it exits with 1 when something is not so."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final String MODULE_PROPERTY = "kekkai.softhsm.module";
  private static final String FOLDER_PROPERTY = "kekkai.demo.dir";

  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder to work in, made anew at each run. Default: build/demo.")
  private @Nullable Path dir;

  @Option(
      names = "--two-servers",
      description = "The story of the key server, in place of the vault inside an application.")
  private boolean twoServers;

  @Option(
      names = "--application",
      paramLabel = "FILE",
      description =
          "With --two-servers: the application's side alone, with FILE as its"
              + " kekkai-client.properties. The key server runs elsewhere; its operator is asked on"
              + " standard output and answers on standard input. softhsm-docker/two-servers does.")
  private @Nullable Path application;

  /**
   * Makes the command.
   *
   * @param globals the options that every subcommand takes
   */
  public DemoCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws Exception {
    Story story = new Story(spec.commandLine().getOut(), isColoured());
    if (application != null) {
      playApplication(story, application);
      return ExitCode.OK;
    }
    Path path = folder();
    Path module = module();
    requireConf(path);
    try (DemoFolder folder = DemoFolder.fresh(path)) {
      if (twoServers) {
        new TwoServersDemo(story, folder.path(), module).run();
      } else {
        new Demo(story, folder, module).run();
      }
    }
    return ExitCode.OK;
  }

  private void playApplication(Story story, Path file) throws Exception {
    if (!twoServers) {
      throw new ParameterException(
          spec.commandLine(), "--application FILE goes with --two-servers only");
    }
    Path config = globals.surroundings().folder().resolve(file).normalize();
    if (!Files.isRegularFile(config)) {
      throw new CliException(
          ExitCode.USAGE, "There is no " + config + ": name a kekkai-client.properties");
    }
    new ApplicationDemo(story, config, spec.commandLine().getOut(), globals.surroundings().in())
        .run();
  }

  private Path folder() {
    Path chosen = dir != null ? dir : Path.of(System.getProperty(FOLDER_PROPERTY, "build/demo"));
    return globals.surroundings().folder().resolve(chosen).normalize();
  }

  private static Path module() throws CliException {
    String module = System.getProperty(MODULE_PROPERTY);
    if (module == null) {
      throw new CliException(
          ExitCode.NOT_FOUND,
          "The demo needs SoftHSM2: run it with ./kekkai, or give java -D"
              + MODULE_PROPERTY
              + "=PATH of libsofthsm2.so");
    }
    return Path.of(module);
  }

  /** The module reads the variable of the process, which Java can't set. */
  private void requireConf(Path path) throws CliException {
    Path wanted = path.resolve("softhsm2.conf");
    String set = globals.surroundings().environment().get(SoftHsm.VARIABLE);
    if (set == null || !Path.of(set).toAbsolutePath().normalize().equals(wanted)) {
      throw new CliException(
          ExitCode.USAGE,
          "The demo makes a token of its own: run it with ./kekkai, or set "
              + SoftHsm.VARIABLE
              + "="
              + wanted
              + " first");
    }
  }

  private boolean isColoured() {
    return globals.surroundings().terminal() != null
        && globals.surroundings().environment().get("NO_COLOR") == null;
  }
}
