package dev.kekkai.cryptoki;

import dev.kekkai.config.pin.Pin;
import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.pin.PinUnavailableException;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.LoginRule;
import java.util.Locale;

/** One login attempt, and none when the token says that a wrong PIN would lock it. */
final class Login {
  private Login() {}

  static void once(
      CryptokiModule module, Session session, TokenInfo info, HsmProfile profile, PinSource source)
      throws TokenException {
    if (!required(info, profile)) {
      return;
    }
    refuseRisk(info);
    try (Pin pin = source.open()) {
      session.login(Cku.USER, pin.chars());
    } catch (PinUnavailableException e) {
      throw new TokenException(String.valueOf(e.getMessage()), false, e);
    } catch (CryptokiException e) {
      if (!e.is(Ckr.USER_ALREADY_LOGGED_IN)) {
        throw explain(module, info, e);
      }
    }
  }

  static boolean required(TokenInfo info, HsmProfile profile) {
    return profile.login() == LoginRule.YES
        || (profile.login() == LoginRule.AUTO && info.has(Ckf.LOGIN_REQUIRED));
  }

  private static void refuseRisk(TokenInfo info) throws LoginException {
    if (!info.has(Ckf.USER_PIN_INITIALIZED)) {
      throw new LoginException(
          String.format(
              Locale.ROOT,
              "The token %s has no user PIN yet; set one with the module's own tool (C_InitPIN)",
              info.describe()),
          null);
    }
    if (info.has(Ckf.USER_PIN_LOCKED)) {
      throw new LoginException(
          String.format(
              Locale.ROOT,
              "The user PIN of the token %s is locked; the security officer must reset it",
              info.describe()),
          null);
    }
    if (info.has(Ckf.USER_PIN_FINAL_TRY)) {
      throw new LoginException(
          String.format(
              Locale.ROOT,
              "One more wrong PIN locks the token %s, so Kekkai does not try. Log in once by hand with"
                  + " the right PIN, then start again",
              info.describe()),
          null);
    }
    if (info.has(Ckf.USER_PIN_COUNT_LOW)) {
      throw new LoginException(
          String.format(
              Locale.ROOT,
              "A wrong PIN was given to the token %s since the last good login, so Kekkai does not try"
                  + " on its own. Check the pin setting, log in once by hand with the right PIN"
                  + " (any PKCS#11 tool), then start again",
              info.describe()),
          null);
    }
  }

  private static TokenException explain(
      CryptokiModule module, TokenInfo info, CryptokiException failure) {
    if (failure.is(Ckr.PIN_LOCKED)) {
      return new LoginException(
          String.format(
              Locale.ROOT,
              "The user PIN of the token %s is locked; the security officer must reset it",
              info.describe()),
          failure);
    }
    if (failure.is(Ckr.PIN_INCORRECT)) {
      return new LoginException(
          String.format(
              Locale.ROOT,
              "The token %s refused the PIN (%s). Kekkai tried once and will not try this PIN again; %s",
              info.describe(),
              failure.getMessage(),
              triesLeft(module, info)),
          failure);
    }
    if (failure.is(Ckr.PIN_EXPIRED)) {
      return new LoginException(
          String.format(
              Locale.ROOT,
              "The user PIN of the token %s has expired; set a new one",
              info.describe()),
          failure);
    }
    if (!failure.retryable()) {
      // Whatever it has against this PIN (its length, a vendor's reason): it may count as a try.
      return new LoginException(
          String.format(
              Locale.ROOT,
              "The token %s did not accept the login (%s). Kekkai tried once and will not try this"
                  + " PIN again",
              info.describe(),
              failure.getMessage()),
          failure);
    }
    return failure;
  }

  private static String triesLeft(CryptokiModule module, TokenInfo info) {
    try {
      TokenInfo now = module.call(c -> c.C_GetTokenInfo(info.slot()));
      if (now.has(Ckf.USER_PIN_LOCKED)) {
        return "the PIN is locked now";
      }
      if (now.has(Ckf.USER_PIN_FINAL_TRY)) {
        return "the token says that one try is left";
      }
      if (now.has(Ckf.USER_PIN_COUNT_LOW)) {
        return "the token says that tries are running low";
      }
      return "the token does not say how many tries are left";
    } catch (TokenException e) {
      return "the token does not say how many tries are left";
    }
  }
}
