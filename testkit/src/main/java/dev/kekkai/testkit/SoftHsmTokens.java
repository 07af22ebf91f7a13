package dev.kekkai.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tokens of SoftHSM2, in a folder that is empty when the JVM starts. The module finds its
 * configuration through {@code SOFTHSM2_CONF}, which must be set before the JVM is.
 */
public final class SoftHsmTokens {
  /** The user PIN of every one of these tokens. */
  public static final String PIN = "user-pin-of-softhsm2";

  /** The security officer's PIN of every one of these tokens. */
  public static final String SO_PIN = "officer-pin-of-softhsm2";

  private static final Path MODULE = Path.of(TestFolders.required("kekkai.test.module.softhsm2"));
  private static final Path FOLDER = TestFolders.empty("softhsm2");
  private static final Path STORE = configure();

  private SoftHsmTokens() {}

  /**
   * Makes a token.
   *
   * @param label a label that no other token of this JVM has
   * @return the token, empty
   */
  public static TestToken create(String label) {
    return new NewToken("softhsm2", MODULE, SO_PIN, PIN).create(label, FOLDER);
  }

  /**
   * Where the module keeps all of them.
   *
   * @return a folder with one of each token's
   */
  public static Path store() {
    return STORE;
  }

  private static Path configure() {
    String file = System.getenv("SOFTHSM2_CONF");
    if (file == null) {
      throw new IllegalStateException(
          "SOFTHSM2_CONF must name a file to write to: run these tests with Maven, which sets it");
    }
    try {
      // The module waits for the disk after each change of a token.
      Path tokens = Files.createDirectories(TestFolders.fleeting(FOLDER).resolve("tokens"));
      Files.writeString(
          Path.of(file),
          "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
      return tokens;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
