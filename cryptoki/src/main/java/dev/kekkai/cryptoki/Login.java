package dev.kekkai.cryptoki;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.pin.Pin;
import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.pin.PinUnavailableException;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.LoginRule;
import dev.kekkai.config.profile.PinFormat;
import dev.kekkai.cryptoki.login.LoginMemory;
import dev.kekkai.cryptoki.login.LoginTurn;
import dev.kekkai.cryptoki.login.PinMark;
import dev.kekkai.cryptoki.login.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * One login attempt, and none with a PIN that was refused before, here or in another process, or
 * when the token says that a wrong PIN would lock it.
 */
final class Login {
  /** How long a token's word on its PIN is believed: somebody may log in by hand meanwhile. */
  private static final Duration FLAGS_STAND = Duration.ofSeconds(1);

  private static final Set<Long> AWAY =
      Set.of(
          Ckr.DEVICE_ERROR,
          Ckr.DEVICE_REMOVED,
          Ckr.TOKEN_NOT_PRESENT,
          Ckr.TOKEN_NOT_RECOGNIZED,
          Ckr.SESSION_HANDLE_INVALID,
          Ckr.SESSION_CLOSED,
          Ckr.CRYPTOKI_NOT_INITIALIZED);

  private final CryptokiModule module;
  private final TokenInfo info;
  private final HsmProfile profile;
  private final KekkaiConfig config;
  private final LoginConsent consent;
  private final LoginMemory memory;

  private Login(
      CryptokiModule module,
      TokenInfo info,
      HsmProfile profile,
      KekkaiConfig config,
      LoginConsent consent) {
    this.module = module;
    this.info = info;
    this.profile = profile;
    this.config = config;
    this.consent = consent;
    this.memory = LoginMemory.of(config.stateDir(), info);
  }

  static void once(
      CryptokiModule module,
      Session session,
      TokenInfo info,
      HsmProfile profile,
      KekkaiConfig config,
      LoginConsent consent)
      throws TokenException {
    if (required(info, profile)) {
      new Login(module, info, profile, config, consent).into(session);
    }
  }

  static boolean required(TokenInfo info, HsmProfile profile) {
    return profile.login().required() == LoginRule.YES
        || (profile.login().required() == LoginRule.AUTO && info.has(Ckf.LOGIN_REQUIRED));
  }

  /** The PIN is fetched before the turn is taken, since a person may take long to type it. */
  private void into(Session session) throws TokenException {
    PinSource source = config.token().pin();
    PinMark before = PinMark.of(source);
    refuseRisk(info, before);
    try (Pin pin = source.open();
        LoginTurn turn = memory.turn(config.calls().deadline())) {
      PinMark mark = PinMark.of(source);
      if (!mark.equals(before)) {
        throw new TokenException(
            "The PIN's file was changed just while it was read; it is read again at the next try",
            true,
            null);
      }
      refuseForm(pin, mark);
      // What was true before this turn may not be now: others had theirs.
      refuseRisk(module.call(c -> c.C_GetTokenInfo(info.slot())), mark);
      attempt(session, pin, mark, turn);
    } catch (PinUnavailableException e) {
      throw new TokenException(String.valueOf(e.getMessage()), false, e);
    }
  }

  private void refuseRisk(TokenInfo now, PinMark mark) throws LoginException {
    String reason = LoginRisk.reason(now, memory.refusal(mark), consent);
    if (reason != null) {
      throw new LoginException(
          reason, null, memory.refusal(mark).isPresent() ? whileRefused(mark) : forAMoment());
    }
  }

  /** A PIN that can't be right costs no try. */
  private void refuseForm(Pin pin, PinMark mark) throws LoginException {
    refuseForm(
        profile.login().pinFormat(), "this module (profile " + profile.name() + ")", pin, mark);
    refuseForm(config.token().pinForm(), "the configuration's profile", pin, mark);
  }

  private void refuseForm(PinFormat format, String whose, Pin pin, PinMark mark)
      throws LoginException {
    if (!format.fits(pin.chars())) {
      PinSource source = config.token().pin();
      throw new LoginException(
          String.format(
              Locale.ROOT,
              "The PIN for the token %s was not tried, so it costs no try: %s wants %s",
              info.describe(),
              whose,
              format.words()),
          null,
          () -> mark.isTyped() || PinMark.of(source).equals(mark));
    }
  }

  private void attempt(Session session, Pin pin, PinMark mark, LoginTurn turn)
      throws TokenException {
    try {
      session.login(Cku.USER, pin.chars());
      turn.forget(mark);
    } catch (CryptokiException e) {
      // Says nothing of this PIN, and may not be true.
      if (e.is(Ckr.USER_ALREADY_LOGGED_IN) && HealthCheck.isUserState(session.state())) {
        return;
      }
      if (e.is(Ckr.USER_ALREADY_LOGGED_IN) || isAway(e)) {
        throw e;
      }
      if (mayPass(e) && turn.isFirstDoubts()) {
        throw e;
      }
      Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
      turn.remember(new Refusal(mark, now, e.returnValue()));
      throw new LoginException(explain(e), e, whileRefused(mark));
    }
  }

  /** The PIN was not looked at. */
  private boolean isAway(CryptokiException e) {
    return AWAY.contains(e.returnValue()) || profile.errors().isLost(e.returnValue());
  }

  /** The PIN may not have been looked at; but a module may answer a wrong one so as well. */
  private boolean mayPass(CryptokiException e) {
    return e.mayBeTrouble() || new FailureRules(profile).kind(e).repeats() > 0;
  }

  /** A typed PIN is asked for again only when somebody starts anew. */
  private BooleanSupplier whileRefused(PinMark mark) {
    PinSource source = config.token().pin();
    return () ->
        mark.isTyped() || (memory.refusal(mark).isPresent() && PinMark.of(source).equals(mark));
  }

  private static BooleanSupplier forAMoment() {
    long start = System.nanoTime();
    return () -> System.nanoTime() - start < FLAGS_STAND.toNanos();
  }

  private String explain(CryptokiException failure) {
    if (failure.is(Ckr.PIN_LOCKED)) {
      return String.format(
          Locale.ROOT,
          "The user PIN of the token %s is locked; the security officer must reset it",
          info.describe());
    }
    if (failure.is(Ckr.PIN_INCORRECT)) {
      return String.format(
          Locale.ROOT,
          "The token %s refused the PIN (%s). Kekkai tried once and will not try this PIN again; %s",
          info.describe(),
          failure.getMessage(),
          triesLeft());
    }
    if (failure.is(Ckr.PIN_EXPIRED)) {
      return String.format(
          Locale.ROOT, "The user PIN of the token %s has expired; set a new one", info.describe());
    }
    return String.format(
        Locale.ROOT,
        "The token %s did not accept the login (%s). Kekkai tried once and will not try this"
            + " PIN again",
        info.describe(),
        failure.getMessage());
  }

  private String triesLeft() {
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
