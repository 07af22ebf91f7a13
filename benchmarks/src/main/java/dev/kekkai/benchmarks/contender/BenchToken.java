package dev.kekkai.benchmarks.contender;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/**
 * A throw-away token as its configuration files describe it, which are written for {@code bulk =
 * hsm} and {@code bulk = software}.
 *
 * @param name {@code softhsm2} or {@code nss}
 * @param folder where its files are
 * @param module the PKCS#11 library
 * @param moduleArgs what the library needs in pReserved, empty mostly
 * @param label the token's label
 * @param pinFile a file that holds the PIN
 */
public record BenchToken(
    String name, Path folder, Path module, String moduleArgs, String label, Path pinFile) {
  /** The KEK that all contenders use: an AES-256 key on the token, made by Kekkai. */
  public static final String KEK = "bench";

  /** Its label on the token. */
  public static final String KEK_LABEL = KEK + ".v1";

  /**
   * Reads a token's description.
   *
   * @param folder the folder of the benchmark
   * @param name the token's name
   * @return the token
   * @throws IOException when it has not been made
   */
  public static BenchToken load(Path folder, String name) throws IOException {
    Properties p = new Properties();
    try (Reader in = Files.newBufferedReader(configuration(folder, name, "hsm"))) {
      p.load(in);
    }
    return new BenchToken(
        name,
        folder,
        Path.of(value(p, "module")),
        p.getProperty("module.args", ""),
        value(p, "token"),
        Path.of(value(p, "pin").substring("file:".length())));
  }

  /**
   * The token's configuration for Kekkai.
   *
   * @param folder the folder of the benchmark
   * @param name the token's name
   * @param bulk {@code hsm} or {@code software}
   * @return a {@code kekkai.properties}
   */
  public static Path configuration(Path folder, String name, String bulk) {
    return folder.resolve(String.format(Locale.ROOT, "%s-%s.properties", name, bulk));
  }

  /**
   * The PIN.
   *
   * @return as the file holds it
   * @throws IOException when it can't be read
   */
  public char[] pin() throws IOException {
    return Files.readString(pinFile).trim().toCharArray();
  }

  /**
   * Whether the module takes CKA_COPYABLE and CKA_ALLOWED_MECHANISMS of a DEK, as its vendor
   * profile says too.
   *
   * @return true for SoftHSM2
   */
  public boolean sealed() {
    return name.equals("softhsm2");
  }

  private static String value(Properties p, String key) {
    return Objects.requireNonNull(p.getProperty(key), key);
  }
}
