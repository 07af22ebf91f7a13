package dev.kekkai.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Which tokens this machine can't have, and what it lacks: a token of its own kind is then no
 * failure of a test, but neither is it passed over in silence.
 */
public final class Availability {
  /** Stands between a token's name and what this machine lacks for it. */
  public static final String UNAVAILABLE = " is not to be had here: ";

  /**
   * Names of tokens, separated by commas, that this machine is known to have. Where one is not to
   * be had all the same, the build is at fault.
   */
  private static final String REQUIRED = "KEKKAI_TEST_REQUIRED";

  private Availability() {}

  /**
   * Looks whether a token can be had, without making it.
   *
   * @param name as {@link TestToken#name()}
   * @return what is missing and what to do; empty when the token can be had
   */
  public static Optional<String> missing(String name) {
    return switch (name) {
      case OpenCryptokiTokens.NAME -> OpenCryptokiTokens.missing();
      case Tpm2Tokens.NAME -> Tpm2Tokens.missing();
      default -> Optional.empty();
    };
  }

  /**
   * Ends the test where the token can't be had.
   *
   * @param name as {@link TestToken#name()}
   * @throws TestAbortedException with the reason, which the matrix shows
   * @throws IllegalStateException with the reason, where {@code KEKKAI_TEST_REQUIRED} has the name
   */
  public static void require(String name) {
    missing(name)
        .ifPresent(
            why -> {
              String reason = name + UNAVAILABLE + why;
              if (List.of(System.getenv().getOrDefault(REQUIRED, "").split(",")).contains(name)) {
                throw new IllegalStateException(reason);
              }
              throw new TestAbortedException(reason);
            });
  }

  /**
   * The names of what the build looked for and did not find.
   *
   * @param programs pairs: the system property that has the path, and the Debian package
   * @return what to install
   */
  static Optional<String> notInstalled(String... programs) {
    String packages =
        Stream.iterate(0, i -> i < programs.length, i -> i + 2)
            .filter(i -> System.getProperty(programs[i], "").isBlank())
            .map(i -> programs[i + 1])
            .reduce((a, b) -> a + " " + b)
            .orElse("");
    return packages.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "not installed, and tools/fetch-module could not fetch it: apt-get install %s",
                packages));
  }
}
