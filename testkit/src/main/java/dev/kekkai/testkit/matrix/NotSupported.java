package dev.kekkai.testkit.matrix;

import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.testkit.TestToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * The only door through which a test may leave out a module: what is let through stands in the
 * resource {@value #LIST}, one {@code module: reason} to a line, or {@code module@binding: reason}
 * for what only one of the native bindings can't; a line that starts with {@code bug} is one of the
 * module's. A test says so only after it has seen that the module can't, so that a module which
 * learns it makes the test fail.
 */
public final class NotSupported {
  /** The list. */
  public static final String LIST = "/expected-not-supported.txt";

  private static final String BUG = "bug ";

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
    if (!isExpected(token, reason)) {
      throw new AssertionFailedError(
          String.format(Locale.ROOT, "Not supported, and not in %s: %s", LIST, entry));
    }
    throw new TestAbortedException(entry);
  }

  /**
   * Ends the test where the module is known to take the whole process with it, which no test can
   * look at: an entry for this is not checked.
   *
   * @param token the token under test
   * @param reason what it can't, exactly as the list has it
   * @throws TestAbortedException when the list has it
   */
  public static void unlessItWouldCrash(TestToken token, String reason) {
    if (isExpected(token, reason)) {
      throw new TestAbortedException(token.name() + ": " + reason);
    }
  }

  /**
   * Whether the list has it.
   *
   * @param token the token that can't
   * @param reason what it can't, exactly as the list has it
   * @return whether {@link #on} ends the test, and doesn't fail it
   */
  public static boolean isExpected(TestToken token, String reason) {
    return expected().contains(token.name() + ": " + reason);
  }

  /**
   * What may be left out with the binding that is running.
   *
   * @return the entries, as {@code module: reason}, in the list's order
   */
  public static Set<String> expected() {
    try {
      return entries(BindingFactory.usualName(), line -> true);
    } catch (TokenException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Of what may be left out, that which is a bug of the module.
   *
   * @return as {@link #expected}
   */
  public static Set<String> bugs() {
    try {
      return entries(BindingFactory.usualName(), line -> line.startsWith(BUG));
    } catch (TokenException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<String> entries(String binding, Predicate<String> which) {
    Set<String> entries = new LinkedHashSet<>();
    try (InputStream list = NotSupported.class.getResourceAsStream(LIST)) {
      if (list == null) {
        return entries;
      }
      new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .filter(which)
          .map(line -> entry(line.trim(), binding))
          .flatMap(Optional::stream)
          .forEach(entries::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  /**
   * What a line of the list lets through.
   *
   * @param line {@code module: reason} or {@code module@binding: reason}, maybe after {@code bug}
   * @param binding the one that is running
   * @return {@code module: reason}, or nothing when it is about another binding
   */
  static Optional<String> entry(String line, String binding) {
    return line.startsWith(BUG)
        ? entry(line.substring(BUG.length()), binding)
        : plainEntry(line, binding);
  }

  private static Optional<String> plainEntry(String line, String binding) {
    int colon = line.indexOf(':');
    int at = line.indexOf('@');
    if (at < 0 || at > colon) {
      return Optional.of(line);
    }
    return line.substring(at + 1, colon).equals(binding)
        ? Optional.of(line.substring(0, at) + line.substring(colon))
        : Optional.empty();
  }
}
