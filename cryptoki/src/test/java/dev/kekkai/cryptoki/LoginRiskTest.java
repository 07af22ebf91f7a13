package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.login.PinMark;
import dev.kekkai.cryptoki.login.Refusal;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoginRiskTest {
  private static final Optional<Refusal> NONE = Optional.empty();

  private static TokenInfo token(long flags) {
    return new TokenInfo(0, "t", "m", "x", "1", "1.0", flags, 0, 0);
  }

  private static Optional<Refusal> refused(String place, String stamp) {
    return Optional.of(
        new Refusal(
            new PinMark(place, stamp), Instant.parse("2026-01-02T03:04:05Z"), Ckr.PIN_INCORRECT));
  }

  @ParameterizedTest
  @EnumSource
  void aTokenWithoutWorriesIsAsked(LoginConsent consent) {
    assertThat(LoginRisk.reason(token(Ckf.USER_PIN_INITIALIZED), NONE, consent)).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void nobodysWordIsEnoughForTheLastTryOrALockedPinOrNone(LoginConsent consent) {
    long ready = Ckf.USER_PIN_INITIALIZED | Ckf.USER_PIN_COUNT_LOW;
    assertThat(LoginRisk.reason(token(ready | Ckf.USER_PIN_FINAL_TRY), NONE, consent))
        .contains("One more wrong PIN locks", "with or without --confirm-login", "by hand");
    assertThat(LoginRisk.reason(token(ready | Ckf.USER_PIN_LOCKED), NONE, consent))
        .contains("is locked", "security officer");
    assertThat(LoginRisk.reason(token(0), NONE, consent)).contains("no user PIN yet");
  }

  @Test
  void aWarningTokenIsAskedOnlyWhenAPersonSaysSo() {
    TokenInfo warning = token(Ckf.USER_PIN_INITIALIZED | Ckf.USER_PIN_COUNT_LOW);
    assertThat(LoginRisk.reason(warning, NONE, LoginConsent.USUAL))
        .contains("does not try on its own", "run 'kekkai doctor --confirm-login' once");
    assertThat(LoginRisk.reason(warning, NONE, LoginConsent.CONFIRMED)).isNull();
  }

  @Test
  void aRefusedPinIsTriedOnlyWhenAPersonSaysSo() {
    TokenInfo ready = token(Ckf.USER_PIN_INITIALIZED);
    assertThat(LoginRisk.reason(ready, refused("file:/pin", "1:2"), LoginConsent.USUAL))
        .isEqualTo(
            "The token 't' (x, serial 1, slot 0) refused the PIN of file:/pin at"
                + " 2026-01-02T03:04:05Z (CKR_PIN_INCORRECT (0xA0)), and Kekkai does not try it"
                + " again. The file has not been changed since: write the right PIN to it, or run"
                + " 'kekkai doctor --confirm-login' once if it is the right PIN now");
    assertThat(LoginRisk.reason(ready, refused("env:PIN", "-"), LoginConsent.USUAL))
        .contains("can't see whether the variable has changed", "--confirm-login");
    assertThat(LoginRisk.reason(ready, refused("file:/pin", "1:2"), LoginConsent.CONFIRMED))
        .isNull();
  }
}
