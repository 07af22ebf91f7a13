package dev.kekkai.integration.failures;

import dev.kekkai.cryptoki.LoginException;
import dev.kekkai.cryptoki.TokenException;
import java.util.Locale;
import java.util.Optional;

/** What a caller got, in words that are the same in every run. */
final class Answer {
  static final String OK = "right result";
  static final String OK_AFTER_RECOVERY = "right result, on a new connection";
  static final String WRONG = "WRONG RESULT";
  static final String HANG = "NO ANSWER IN TIME";

  private Answer() {}

  /** In the words of the exception, without what differs from code to code. */
  static String of(Throwable e, Code code) {
    String name = String.format(Locale.ROOT, "0x%X", code.value());
    String text =
        String.valueOf(e.getMessage())
            .replaceAll("CKR_[A-Z_0-9+x]+ ?\\(?" + name + "\\)?", "CKR")
            .replace(name, "CKR")
            .replaceAll("under [0-9a-f]{8}$", "under an id")
            .replaceAll("made-[0-9]+", "NAME")
            .replaceAll("token '[^']*' \\([^)]*\\)", "token TOKEN")
            .replaceAll("\\|", "/")
            .replaceAll("\\s+", " ");
    Optional<TokenException> below = below(e);
    String retry =
        below.isEmpty() ? "" : below.get().retryable() ? ", retryable" : ", not retryable";
    return String.format(
        Locale.ROOT, "%s%s: %s", e.getClass().getSimpleName(), retry, shortened(text));
  }

  private static String shortened(String text) {
    return text.length() <= 110 ? text : text.substring(0, 107) + "...";
  }

  static Optional<TokenException> below(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof TokenException token) {
        return Optional.of(token);
      }
    }
    return Optional.empty();
  }

  static boolean isRefusedLogin(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof LoginException) {
        return true;
      }
    }
    return false;
  }
}
