package dev.kekkai.cryptoki;

import dev.kekkai.config.profile.HsmProfile;
import java.util.Set;

/**
 * Sorts failures by operation, code and profile. A code is a hint and no more: what modules answer
 * to bad input and to a lost connection overlaps, so the suspicious ones only make Kekkai look.
 */
final class FailureRules {
  private static final Set<Long> TRANSIENT =
      Set.of(
          Ckr.FUNCTION_FAILED,
          Ckr.HOST_MEMORY,
          Ckr.DEVICE_MEMORY,
          Ckr.CANCEL,
          Ckr.FUNCTION_CANCELED);
  private static final Set<Long> SPOILED =
      Set.of(Ckr.OPERATION_ACTIVE, Ckr.OPERATION_NOT_INITIALIZED);
  private static final Set<Long> SESSION =
      Set.of(Ckr.SESSION_HANDLE_INVALID, Ckr.SESSION_CLOSED, Ckr.CRYPTOKI_NOT_INITIALIZED);
  private static final Set<Long> OBJECT =
      Set.of(
          Ckr.OBJECT_HANDLE_INVALID,
          Ckr.KEY_HANDLE_INVALID,
          Ckr.WRAPPING_KEY_HANDLE_INVALID,
          Ckr.UNWRAPPING_KEY_HANDLE_INVALID,
          Ckr.KEY_CHANGED);
  private static final Set<Long> DEVICE =
      Set.of(
          Ckr.GENERAL_ERROR,
          Ckr.DEVICE_ERROR,
          Ckr.DEVICE_REMOVED,
          Ckr.TOKEN_NOT_PRESENT,
          Ckr.TOKEN_NOT_RECOGNIZED,
          Ckr.SLOT_ID_INVALID);

  private static final Set<String> SEES_INPUT =
      Set.of("C_Decrypt", "C_DecryptUpdate", "C_DecryptFinal", "C_UnwrapKey");

  private final HsmProfile profile;

  FailureRules(HsmProfile profile) {
    this.profile = profile;
  }

  FailureKind kind(CryptokiException e) {
    long code = e.returnValue();
    if (SESSION.contains(code)) {
      return FailureKind.SESSION_LOST;
    }
    if (code == Ckr.USER_NOT_LOGGED_IN) {
      return FailureKind.LOGIN_LOST;
    }
    if (code == Ckr.SESSION_COUNT) {
      return FailureKind.SESSION_LIMIT;
    }
    if (SPOILED.contains(code)) {
      return FailureKind.SESSION_SPOILED;
    }
    if (OBJECT.contains(code)) {
      return FailureKind.OBJECT_LOST;
    }
    if (TRANSIENT.contains(code) || profile.errors().isTransient(code)) {
      return FailureKind.TRANSIENT;
    }
    if (DEVICE.contains(code) || profile.errors().isLost(code)) {
      return FailureKind.DEVICE_LOST;
    }
    return FailureKind.REFUSED;
  }

  /** Lets a failure be told by the name that the vendor has for it. */
  void name(CryptokiException e) {
    e.nameBy(profile.errors());
  }

  /** Whether the module may have meant the ciphertext or blob that it was given. */
  boolean isAboutInput(CryptokiException e) {
    return SEES_INPUT.contains(e.function()) && profile.errors().isAuthFailure(e.returnValue());
  }

  /** Whether the session is as good as before. */
  boolean keepsSession(CryptokiException e) {
    return isAboutInput(e) && profile.errors().keepsSession();
  }
}
