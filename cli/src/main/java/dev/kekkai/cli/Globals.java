package dev.kekkai.cli;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.pin.Pin;
import dev.kekkai.config.pin.PinSource;
import dev.kekkai.cryptoki.LoginConsent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Options that every subcommand takes, and what follows from them. */
public final class Globals {
  private static final String VARIABLE = "KEKKAI_CONFIG";

  private final Surroundings surroundings;
  private @Nullable Path config;
  private boolean debug;
  private LoginConsent consent = LoginConsent.USUAL;
  private @Nullable Supplier<Pin> handed;

  Globals(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * What the process finds around it.
   *
   * @return environment, folders and terminal
   */
  public Surroundings surroundings() {
    return surroundings;
  }

  void config(Path file) {
    config = file;
  }

  void debug(boolean on) {
    debug = on;
  }

  void confirmLogin(boolean on) {
    consent = on ? LoginConsent.CONFIRMED : LoginConsent.USUAL;
  }

  /** For a process that has neither the console nor the environment of the one that started it. */
  void handedPin(Supplier<Pin> asked) {
    handed = asked;
  }

  /**
   * Whether {@code --confirm-login} is given.
   *
   * @return true when a person wants one login tried
   */
  public boolean isLoginConfirmed() {
    return consent == LoginConsent.CONFIRMED;
  }

  LoginConsent consent() {
    return consent;
  }

  boolean debug() {
    return debug;
  }

  /**
   * The configuration file in force: the one named by {@code --config} or {@code KEKKAI_CONFIG},
   * else the first that exists.
   */
  Path configFile() throws CliException {
    Optional<Path> named = named();
    if (named.isPresent()) {
      return named.get();
    }
    List<Path> places =
        List.of(
            surroundings.folder().resolve("kekkai.properties"),
            surroundings.home().resolve(".config/kekkai/kekkai.properties"));
    return places.stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.USAGE,
                    "There is no configuration: looked for "
                        + places.stream().map(Path::toString).collect(Collectors.joining(" and "))
                        + ". Name one with --config FILE or "
                        + VARIABLE
                        + ", or write one with 'kekkai init'"));
  }

  KekkaiConfig load() throws CliException {
    return load(Map.of());
  }

  /** With some settings otherwise than the file has them. */
  KekkaiConfig load(Map<String, String> instead) throws CliException {
    KekkaiConfig read = KekkaiConfig.load(configFile(), instead);
    PinSource pin = read.token().pin();
    return handed == null || pin instanceof PinSource.File
        ? read
        : read.withPin(new PinSource.Handed(pin, handed));
  }

  /**
   * The configuration file of a command that has a file of its own: the one named by {@code
   * --config}, else the one of that name in this folder.
   *
   * @param name such as {@code key-server.yaml}
   * @return the file
   * @throws CliException when there is none
   */
  public Path configFile(String name) throws CliException {
    Path file = surroundings.folder().resolve(config != null ? config : Path.of(name)).normalize();
    if (!Files.isRegularFile(file)) {
      throw new CliException(
          ExitCode.USAGE, "There is no " + file + ": name the configuration with --config FILE");
    }
    return file;
  }

  private Optional<Path> named() {
    return Stream.of(Optional.ofNullable(config), variable())
        .flatMap(Optional::stream)
        .map(surroundings.folder()::resolve)
        .findFirst();
  }

  private Optional<Path> variable() {
    return Optional.ofNullable(surroundings.environment().get(VARIABLE))
        .filter(value -> !value.isEmpty())
        .map(Path::of);
  }
}
