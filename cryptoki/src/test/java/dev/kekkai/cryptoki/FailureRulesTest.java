package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.profile.ProfileCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureRulesTest {
  private final FailureRules softHsm = rules("softhsm2");
  private final FailureRules generic = rules("generic");

  @ParameterizedTest
  @CsvSource({
    "0x190, SESSION_LOST", // CRYPTOKI_NOT_INITIALIZED
    "0xB3, SESSION_LOST", // SESSION_HANDLE_INVALID
    "0xB0, SESSION_LOST", // SESSION_CLOSED
    "0x101, LOGIN_LOST", // USER_NOT_LOGGED_IN
    "0xB1, SESSION_LIMIT", // SESSION_COUNT
    "0x90, SESSION_SPOILED", // OPERATION_ACTIVE
    "0x82, OBJECT_LOST", // OBJECT_HANDLE_INVALID
    "0xF0, OBJECT_LOST", // UNWRAPPING_KEY_HANDLE_INVALID
    "0x6, TRANSIENT", // FUNCTION_FAILED
    "0x2, TRANSIENT", // HOST_MEMORY
    "0x30, DEVICE_LOST", // DEVICE_ERROR
    "0x32, DEVICE_LOST", // DEVICE_REMOVED
    "0xE0, DEVICE_LOST", // TOKEN_NOT_PRESENT
    "0x5, DEVICE_LOST", // GENERAL_ERROR
    "0x70, REFUSED", // MECHANISM_INVALID
    "0xA0, REFUSED", // PIN_INCORRECT
    "0x80000041, REFUSED", // a vendor's, of which the profile says nothing
  })
  void eachCodeHasItsKind(String code, FailureKind kind) {
    assertThat(softHsm.kind(failure("C_WrapKey", Long.decode(code)))).isEqualTo(kind);
  }

  @Test
  void whatTheProfileCallsARefusedCiphertextIsThatOnlyFromWhatSawIt() {
    CryptokiException badTag = failure("C_Decrypt", Ckr.GENERAL_ERROR);

    assertThat(softHsm.isAboutInput(badTag)).isTrue();
    assertThat(softHsm.keepsSession(badTag)).isTrue();
    assertThat(softHsm.isAboutInput(failure("C_DecryptInit", Ckr.GENERAL_ERROR))).isFalse();
    assertThat(softHsm.isAboutInput(failure("C_Encrypt", Ckr.GENERAL_ERROR))).isFalse();
    assertThat(generic.isAboutInput(badTag)).as("nothing is known of the module").isFalse();
  }

  @Test
  void onlyWhatMayMeanALostTokenIsWorthALook() {
    assertThat(softHsm.kind(failure("C_Sign", Ckr.DEVICE_REMOVED)).isSuspicious()).isTrue();
    assertThat(softHsm.kind(failure("C_Sign", Ckr.FUNCTION_FAILED)).isSuspicious()).isFalse();
    assertThat(softHsm.kind(failure("C_Sign", Ckr.KEY_SIZE_RANGE)).repeats()).isZero();
  }

  private static CryptokiException failure(String function, long code) {
    return new CryptokiException(function, code);
  }

  private static FailureRules rules(String profile) {
    return new FailureRules(ProfileCatalog.builtIn().byName(profile));
  }
}
