package dev.kekkai.cli;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.pin.PinSource;
import dev.kekkai.cryptoki.TokenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kekkai init}: writes a commented configuration for the module found. */
@Command(
    name = "init",
    description = {
      "Writes a commented kekkai.properties for the PKCS#11 module found. Asks nothing, overwrites"
          + " nothing.",
      "With --create-token it also makes a SoftHSM2 token with random PINs, for development."
    })
final class InitCommand implements Callable<Integer> {
  private static final String NEW_TOKEN = "kekkai";

  private final Globals globals;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--module", paramLabel = "PATH", description = "The PKCS#11 library.")
  private @Nullable Path module;

  @Option(
      names = "--token",
      paramLabel = "LABEL",
      description = "The token. Default: the only one.")
  private @Nullable String token;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "kekkai.properties",
      description = "The file to write. Default: ./kekkai.properties.")
  private Path out = Path.of("kekkai.properties");

  @Option(
      names = "--pin",
      paramLabel = "SOURCE",
      description =
          "Where the user PIN is: file:PATH, env:NAME or prompt. Default: prompt; with"
              + " --create-token a new file beside FILE.")
  private @Nullable String pin;

  @Option(
      names = "--bulk",
      paramLabel = "MODE",
      defaultValue = "hsm",
      description = "Where AES-GCM runs: hsm (default) or software.")
  private String bulk = "hsm";

  @Option(
      names = "--kek",
      paramLabel = "NAME",
      defaultValue = "payments",
      description = "The KEK's name. Default: payments.")
  private String kek = "payments";

  @Option(
      names = "--create-token",
      description = "Makes a SoftHSM2 token, labelled as --token says (default: kekkai).")
  private boolean createToken;

  @Option(
      names = "--so-pin",
      paramLabel = "SOURCE",
      description =
          "With --create-token: where the officer's PIN is, file:PATH. Default: random, and"
              + " forgotten.")
  private @Nullable String officerPin;

  InitCommand(Globals globals) {
    this.globals = globals;
  }

  @Override
  public Integer call() throws CliException, IOException, TokenException {
    Path file = globals.surroundings().folder().resolve(out).toAbsolutePath().normalize();
    if (Files.exists(file)) {
      throw new CliException(
          ExitCode.USAGE, file + " exists and is not overwritten; choose another with --out FILE");
    }
    if (officerPin != null && !createToken) {
      throw new ParameterException(
          spec.commandLine(), "--so-pin SOURCE goes with --create-token only");
    }
    Path library = ModuleFinder.find(module, globals.surroundings().folder());
    Path folder = file.resolveSibling("");
    String source = pin != null ? pin : createToken ? "file:token.pin" : "prompt";
    String label = createToken ? createToken(library, folder, source) : findToken(library);
    Files.createDirectories(folder);
    PrivateFiles.write(file, text(library, label, source, folder));
    KekkaiConfig.load(file); // what was written must be right
    sayNext(file, library, label);
    return ExitCode.OK;
  }

  private String createToken(Path library, Path folder, String source)
      throws CliException, IOException, TokenException {
    if (!ModuleFinder.isSoftHsm(library)) {
      throw new CliException(
          ExitCode.USAGE,
          "--create-token is for SoftHSM2; initialise a token of "
              + library
              + " with its maker's tool");
    }
    PinSource.File pinFile = pinFile("--pin", source, folder);
    PinSource.File officer = officerPin == null ? null : pinFile("--so-pin", officerPin, folder);
    Files.createDirectories(folder);
    SoftHsm.prepare(globals.surroundings().environment(), globals.surroundings().home());
    String label = token != null ? token : NEW_TOKEN;
    SoftHsm.createToken(library, label, pinFile.path(), officer);
    spec.commandLine().getOut().println("Made the token '" + label + "', PIN in " + pinFile.path());
    return label;
  }

  private String findToken(Path library) throws CliException {
    if (token != null) {
      return token;
    }
    List<String> labels = labels(library);
    if (labels.size() == 1) {
      return labels.get(0);
    }
    if (labels.isEmpty()) {
      throw new CliException(
          ExitCode.NOT_FOUND,
          ModuleFinder.isSoftHsm(library)
              ? library + " has no token yet: add --create-token to make one"
              : library + " has no initialised token: make one with its maker's tool");
    }
    throw new CliException(
        ExitCode.USAGE, library + " has several tokens, " + labels + ": choose with --token LABEL");
  }

  private static List<String> labels(Path library) throws CliException {
    try {
      return SoftHsm.labels(library);
    } catch (TokenException e) {
      throw new CliException(
          ExitCode.TOKEN,
          Failures.message(e)
              + (ModuleFinder.isSoftHsm(library)
                  ? ". --create-token makes its configuration and a token"
                  : ""),
          e);
    }
  }

  private String text(Path library, String label, String source, Path folder)
      throws CliException, IOException {
    pinSource("--pin", source, folder);
    return ConfigTemplate.fill(
        Map.of(
            "module", library.toAbsolutePath().toString(),
            "token", label,
            "pin", source,
            "bulk", bulk,
            "kek", kek,
            "store", "jdbc:h2:file:" + folder.resolve("kekkai-store") + ";WRITE_DELAY=0"));
  }

  private static PinSource.File pinFile(String option, String source, Path folder)
      throws CliException {
    if (pinSource(option, source, folder) instanceof PinSource.File file) {
      return file;
    }
    throw new CliException(ExitCode.USAGE, "--create-token needs " + option + " file:PATH");
  }

  private static PinSource pinSource(String option, String source, Path folder)
      throws CliException {
    try {
      return PinSource.parse(source, folder);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, option + ": " + Failures.message(e), e);
    }
  }

  private void sayNext(Path file, Path library, String label) {
    PrintWriter to = spec.commandLine().getOut();
    to.println("Wrote " + file + " for the token '" + label + "' of " + library);
    to.println("Next:");
    String config = " --config " + file;
    to.println("  kekkai kek create " + kek + config + "    make the KEK");
    to.println("  kekkai doctor" + config + "    check that everything works");
    String conf = globals.surroundings().environment().get(SoftHsm.VARIABLE);
    if (ModuleFinder.isSoftHsm(library) && conf != null) {
      to.println("Programs that use this token need " + SoftHsm.VARIABLE + "=" + conf);
    }
  }
}
