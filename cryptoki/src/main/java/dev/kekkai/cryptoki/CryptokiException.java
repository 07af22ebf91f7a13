package dev.kekkai.cryptoki;

import dev.kekkai.config.profile.Errors;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A C_ function answered something else than CKR_OK. */
public final class CryptokiException extends TokenException {
  private static final long serialVersionUID = 1L;

  private static final Set<Long> RETRYABLE =
      Set.of(
          Ckr.HOST_MEMORY,
          Ckr.GENERAL_ERROR,
          Ckr.FUNCTION_FAILED,
          Ckr.FUNCTION_CANCELED,
          Ckr.DEVICE_ERROR,
          Ckr.DEVICE_MEMORY,
          Ckr.DEVICE_REMOVED,
          Ckr.OPERATION_ACTIVE,
          Ckr.OPERATION_NOT_INITIALIZED,
          Ckr.SESSION_CLOSED,
          Ckr.SESSION_COUNT,
          Ckr.SESSION_HANDLE_INVALID,
          Ckr.TOKEN_NOT_PRESENT,
          Ckr.USER_NOT_LOGGED_IN,
          Ckr.CRYPTOKI_NOT_INITIALIZED);

  private static final Set<Long> GONE =
      Set.of(
          Ckr.DEVICE_REMOVED,
          Ckr.TOKEN_NOT_PRESENT,
          Ckr.TOKEN_NOT_RECOGNIZED,
          Ckr.SLOT_ID_INVALID,
          Ckr.SESSION_CLOSED,
          Ckr.SESSION_HANDLE_INVALID,
          Ckr.USER_NOT_LOGGED_IN,
          Ckr.CRYPTOKI_NOT_INITIALIZED);

  private static final Set<Long> TROUBLE =
      Set.of(
          Ckr.GENERAL_ERROR,
          Ckr.DEVICE_ERROR,
          Ckr.DEVICE_MEMORY,
          Ckr.HOST_MEMORY,
          Ckr.FUNCTION_FAILED,
          Ckr.ARGUMENTS_BAD);

  /** The C_ function. */
  private final String function;

  /** Its CKR_ number. */
  private final long returnValue;

  /** What the vendor calls that number. */
  private volatile @Nullable String vendorName;

  /**
   * Makes one.
   *
   * @param function the C_ function, such as {@code C_WrapKey}
   * @param returnValue its CKR_ number, vendor codes as they came
   */
  public CryptokiException(String function, long returnValue) {
    super(
        function + " answered " + Ckr.describe(returnValue), RETRYABLE.contains(returnValue), null);
    this.function = function;
    this.returnValue = returnValue;
  }

  /**
   * The function and its answer.
   *
   * @return the answer by name and number; by the vendor's own name where the profile has it
   */
  @Override
  public String getMessage() {
    String name = vendorName;
    return name == null
        ? String.valueOf(super.getMessage())
        : String.format(Locale.ROOT, "%s answered %s (0x%X)", function, name, returnValue);
  }

  /** From here on the message has the vendor's name of the answer, if it has one. */
  void nameBy(Errors vendor) {
    vendorName = vendor.name(returnValue);
  }

  /**
   * Which function failed.
   *
   * @return its PKCS #11 name
   */
  public String function() {
    return function;
  }

  /**
   * What it answered.
   *
   * @return a CKR_ number
   */
  public long returnValue() {
    return returnValue;
  }

  /**
   * Whether the code is one that modules give for trouble of their own, whatever else it may mean.
   *
   * @return true for CKR_GENERAL_ERROR and its like
   */
  public boolean mayBeTrouble() {
    return TROUBLE.contains(returnValue);
  }

  /**
   * Whether the code is one for a token, session or login that is not there any more. Modules have
   * others for it as well, which they give for other reasons too.
   *
   * @return true for CKR_DEVICE_REMOVED and its like
   */
  public boolean isTokenGone() {
    return GONE.contains(returnValue);
  }

  /**
   * Tests the answer.
   *
   * @param expected a CKR_ number
   * @return whether that was the answer
   */
  public boolean is(long expected) {
    return returnValue == expected;
  }
}
