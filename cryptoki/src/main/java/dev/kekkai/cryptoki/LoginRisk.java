package dev.kekkai.cryptoki;

import dev.kekkai.cryptoki.login.Refusal;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a login must not be tried, from what the token says of itself and what is remembered. */
final class LoginRisk {
  private static final String CONFIRM = "run 'kekkai doctor --confirm-login' once";

  private LoginRisk() {}

  /** The reason against a try, or null. */
  static @Nullable String reason(TokenInfo info, Optional<Refusal> refusal, LoginConsent consent) {
    String hopeless = hopeless(info);
    if (hopeless != null || consent == LoginConsent.CONFIRMED) {
      return hopeless;
    }
    if (refusal.isPresent()) {
      return remembered(info, refusal.get());
    }
    return info.has(Ckf.USER_PIN_COUNT_LOW)
        ? format(
            "A wrong PIN was given to the token %s since the last good login, so Kekkai does not try"
                + " on its own. Check the pin setting, then %s, or log in by hand with the right PIN"
                + " (any PKCS#11 tool)",
            info.describe(), CONFIRM)
        : null;
  }

  /** What no consent overrides. */
  private static @Nullable String hopeless(TokenInfo info) {
    if (!info.has(Ckf.USER_PIN_INITIALIZED)) {
      return format(
          "The token %s has no user PIN yet; set one with the module's own tool (C_InitPIN)",
          info.describe());
    }
    if (info.has(Ckf.USER_PIN_LOCKED)) {
      return format(
          "The user PIN of the token %s is locked; the security officer must reset it",
          info.describe());
    }
    if (info.has(Ckf.USER_PIN_FINAL_TRY)) {
      return format(
          "One more wrong PIN locks the token %s, so Kekkai does not try, with or without"
              + " --confirm-login. Log in by hand with the right PIN (any PKCS#11 tool), or let the"
              + " security officer reset it, then start again",
          info.describe());
    }
    return null;
  }

  private static String remembered(TokenInfo info, Refusal refusal) {
    String place = refusal.mark().place();
    return format(
        "The token %s refused the PIN of %s at %s (%s), and Kekkai does not try it again. %s, or %s"
            + " if it is the right PIN now",
        info.describe(),
        place,
        refusal.at(),
        Ckr.describe(refusal.returnValue()),
        refusal.mark().showsChanges()
            ? "The file has not been changed since: write the right PIN to it"
            : "Kekkai can't see whether the variable has changed: use pin = file:PATH",
        CONFIRM);
  }

  private static String format(String text, Object... args) {
    return String.format(Locale.ROOT, text, args);
  }
}
