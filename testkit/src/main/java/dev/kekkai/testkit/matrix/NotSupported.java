package dev.kekkai.testkit.matrix;

import dev.kekkai.testkit.TestToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * The only door through which a test may leave out a module: what is let through stands in the
 * resource {@value #LIST}, one {@code module: reason} to a line. A test says so only after it has
 * seen that the module can't, so that a module which learns it makes the test fail.
 */
public final class NotSupported {
  /** The list. */
  public static final String LIST = "/expected-not-supported.txt";

  private NotSupported() {}

  /**
   * Ends the test.
   *
   * @param token the token that can't
   * @param reason what it can't, exactly as the list has it
   * @return never
   * @throws TestAbortedException when the list has it
   * @throws AssertionFailedError when it has not
   */
  public static RuntimeException on(TestToken token, String reason) {
    String entry = token.name() + ": " + reason;
    if (!expected().contains(entry)) {
      throw new AssertionFailedError(
          String.format(Locale.ROOT, "Not supported, and not in %s: %s", LIST, entry));
    }
    throw new TestAbortedException(entry);
  }

  /**
   * What may be left out.
   *
   * @return the entries, in the list's order
   */
  public static Set<String> expected() {
    Set<String> entries = new LinkedHashSet<>();
    try (InputStream list = NotSupported.class.getResourceAsStream(LIST)) {
      if (list == null) {
        return entries;
      }
      new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(String::trim)
          .forEach(entries::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }
}
