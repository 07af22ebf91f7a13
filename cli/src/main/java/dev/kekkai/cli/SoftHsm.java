package dev.kekkai.cli;

import dev.kekkai.config.ModuleSettings;
import dev.kekkai.config.Sharing;
import dev.kekkai.config.pin.Pin;
import dev.kekkai.config.pin.PinSource;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.cryptoki.TokenInitializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes SoftHSM2 tokens: its own configuration file, the folder it names, and the token. */
public final class SoftHsm {
  /** The variable that SoftHSM2 finds its configuration by; to be set before the JVM starts. */
  public static final String VARIABLE = "SOFTHSM2_CONF";

  private SoftHsm() {}

  /**
   * Makes sure that SoftHSM2 has a configuration, and writes the one that {@code SOFTHSM2_CONF}
   * names where it is missing: tokens in the folder {@code tokens} beside it.
   *
   * @param environment the process's variables
   * @param home the user's home folder
   * @throws CliException when SoftHSM2 would find none; says what to set
   * @throws IOException when the file can't be written
   */
  public static void prepare(Map<String, String> environment, Path home)
      throws CliException, IOException {
    String named = environment.get(VARIABLE);
    if (named == null || named.isEmpty()) {
      requireDefault(home);
      return;
    }
    Path file = Path.of(named).toAbsolutePath().normalize();
    if (!Files.exists(file)) {
      PrivateFiles.folder(file.resolveSibling("tokens"));
      PrivateFiles.write(file, text(file.resolveSibling("tokens")));
    }
  }

  private static void requireDefault(Path home) throws CliException {
    boolean found =
        Stream.of(
                home.resolve(".config/softhsm2/softhsm2.conf"),
                Path.of("/etc/softhsm/softhsm2.conf"),
                Path.of("/etc/softhsm2.conf"))
            .anyMatch(Files::isReadable);
    if (!found) {
      throw new CliException(
          ExitCode.USAGE,
          "SoftHSM2 has no configuration: set "
              + VARIABLE
              + " to the path of one (a missing file is written) and run this again");
    }
  }

  private static String text(Path tokens) {
    return String.join(
        System.lineSeparator(),
        "directories.tokendir = " + tokens,
        "objectstore.backend = file",
        "log.level = ERROR",
        "");
  }

  /**
   * The labels of the tokens that a module has.
   *
   * @param module path of the module
   * @return labels, in the module's order
   * @throws TokenException when the module can't be asked
   */
  public static List<String> labels(Path module) throws TokenException {
    return initializer(module).labels();
  }

  /**
   * Makes a token. The user PIN is that in the file, or a random one that is written there with
   * mode 0600; the officer's PIN is random and forgotten.
   *
   * @param module path of the module
   * @param label the token's label
   * @param pinFile where the user PIN is or shall be
   * @throws TokenException when the module refuses
   * @throws IOException when the PIN can't be written
   */
  public static void createToken(Path module, String label, Path pinFile)
      throws TokenException, IOException {
    createToken(module, label, pinFile, null);
  }

  /**
   * The same, with an officer's PIN that somebody keeps.
   *
   * @param officer the officer's PIN, in a file that is there; null for a random one
   */
  static void createToken(Path module, String label, Path pinFile, PinSource.@Nullable File officer)
      throws TokenException, IOException {
    boolean given = Files.exists(pinFile);
    try (Pin securityOfficer =
            officer != null ? officer.open() : Pin.takeOver(PrivateFiles.randomPin());
        Pin user =
            given ? new PinSource.File(pinFile).open() : Pin.takeOver(PrivateFiles.randomPin())) {
      if (!given) {
        writePin(pinFile, user);
      }
      initializer(module).create(label, securityOfficer.chars(), user.chars());
    }
  }

  private static void writePin(Path file, Pin pin) throws IOException {
    byte[] utf8 = pin.utf8();
    try {
      PrivateFiles.write(file, utf8);
    } finally {
      Arrays.fill(utf8, (byte) 0);
    }
  }

  private static TokenInitializer initializer(Path module) {
    return new TokenInitializer(new ModuleSettings(module, null, Sharing.EXCLUSIVE, null));
  }
}
