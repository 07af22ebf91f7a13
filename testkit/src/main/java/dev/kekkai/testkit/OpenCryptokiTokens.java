package dev.kekkai.testkit;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tokens of openCryptoki's soft token. The module wants its files at fixed places below {@code
 * /etc} and {@code /var}, a group and a daemon, so these tokens exist only in JVMs that the build
 * starts through {@code tools/opencryptoki/bin/java}, which gives them places of their own.
 *
 * <p>Each C_Finalize of 3.8.1 closes the number that its lock file had in the first one, which is
 * by then that of another file of this process. So the module stays open to the JVM's end, and no
 * other module is tested in that JVM.
 */
public final class OpenCryptokiTokens {
  /** The user PIN of every one of these tokens; openCryptoki takes four to eight characters. */
  public static final String PIN = "user-pin";

  static final String NAME = "opencryptoki";

  /** That of every new token, fixed by openCryptoki. */
  private static final String SO_PIN = "87654321";

  private static final String MODULE = "kekkai.test.module.opencryptoki";
  private static final String SLOT_DAEMON = "kekkai.test.pkcsslotd";

  /** Set by the JVM's start script: {@value #READY}, or why there is no openCryptoki. */
  private static final String STATE = "KEKKAI_TEST_OPENCRYPTOKI";

  private static final String READY = "ready";

  private static final List<KekkaiProvider> OPEN = new CopyOnWriteArrayList<>();

  private OpenCryptokiTokens() {}

  private static void keepOpen(TestToken token) {
    KekkaiProvider provider = token.provider();
    OPEN.add(provider);
    try {
      provider.source().get();
    } catch (TokenException e) {
      throw new IllegalStateException("No openCryptoki token: " + e.getMessage(), e);
    }
  }

  /**
   * Looks whether this JVM can have such a token.
   *
   * @return what is missing; empty when nothing is
   */
  public static Optional<String> missing() {
    Optional<String> notInstalled =
        Availability.notInstalled(MODULE, "libopencryptoki0", SLOT_DAEMON, "opencryptoki");
    if (notInstalled.isPresent()) {
      return notInstalled;
    }
    String state = System.getenv(STATE);
    return READY.equals(state)
        ? Optional.empty()
        : Optional.of(state == null ? "this JVM has no namespace of its own" : state);
  }

  /**
   * Makes a token. There are slots for four of them in a JVM.
   *
   * @param label a label that no other token of this JVM has
   * @return the token, empty
   */
  public static TestToken create(String label) {
    missing()
        .ifPresent(
            why -> {
              throw new IllegalStateException("No openCryptoki: " + why);
            });
    Path module = Path.of(TestFolders.required(MODULE));
    TestToken token =
        new NewToken(NAME, module, SO_PIN, PIN)
            .create(label, TestFolders.empty(NAME + "-" + label));
    keepOpen(token);
    return token;
  }
}
