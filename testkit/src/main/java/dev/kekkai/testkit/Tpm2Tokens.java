package dev.kekkai.testkit;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Tokens of tpm2-pkcs11 over a TPM in software, {@code swtpm}, of which each JVM has its own. The
 * module finds TPM and store through {@code TPM2_PKCS11_TCTI} and {@code TPM2_PKCS11_STORE}, which
 * must be set before the JVM starts; both are in one folder, which is empty when the JVM starts.
 */
public final class Tpm2Tokens {
  /** The user PIN of every one of these tokens. */
  public static final String PIN = "user-pin-of-tpm2";

  static final String NAME = "tpm2";

  private static final String SO_PIN = "officer-pin-of-tpm2";
  private static final String MODULE = "kekkai.test.module.tpm2";

  private Tpm2Tokens() {}

  /**
   * Looks whether this JVM can have such a token.
   *
   * @return what is missing; empty when nothing is
   */
  public static Optional<String> missing() {
    return Availability.notInstalled(MODULE, "libtpm2-pkcs11-1", Swtpm.PROGRAM, "swtpm");
  }

  /**
   * Makes a token.
   *
   * @param label a label that no other token of this JVM has
   * @return the token, empty
   */
  public static TestToken create(String label) {
    missing()
        .ifPresent(
            why -> {
              throw new IllegalStateException("No tpm2-pkcs11: " + why);
            });
    Path module = Path.of(TestFolders.required(MODULE));
    Swtpm.start();
    return new NewToken(NAME, module, SO_PIN, PIN)
        .create(label, TestFolders.empty(NAME + "-" + label));
  }
}
