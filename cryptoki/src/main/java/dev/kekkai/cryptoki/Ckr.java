package dev.kekkai.cryptoki;

import java.util.Locale;
import java.util.Map;

/**
 * CKR_ return values (PKCS #11 v3.1, section 5.1) by number, with names for messages. A vendor's
 * own code keeps its number.
 */
public final class Ckr {
  /** The application cancelled. */
  public static final long CANCEL = 0x1;

  /** This host is out of memory. */
  public static final long HOST_MEMORY = 0x2;

  /** There is no such slot. */
  public static final long SLOT_ID_INVALID = 0x3;

  /** Some error that has no better code. */
  public static final long GENERAL_ERROR = 0x5;

  /** Failed, may be tried again. */
  public static final long FUNCTION_FAILED = 0x6;

  /** The value can't be read. */
  public static final long ATTRIBUTE_SENSITIVE = 0x11;

  /** An argument is not as the function wants it. */
  public static final long ARGUMENTS_BAD = 0x7;

  /** The object has no such attribute. */
  public static final long ATTRIBUTE_TYPE_INVALID = 0x12;

  /** The input has a length that the mechanism doesn't take. */
  public static final long DATA_LEN_RANGE = 0x21;

  /** The device reported an error. */
  public static final long DEVICE_ERROR = 0x30;

  /** The device is out of memory. */
  public static final long DEVICE_MEMORY = 0x31;

  /** The device is gone. */
  public static final long DEVICE_REMOVED = 0x32;

  /** The function was cancelled. */
  public static final long FUNCTION_CANCELED = 0x50;

  /** The function isn't there. */
  public static final long FUNCTION_NOT_SUPPORTED = 0x54;

  /** The object handle names nothing. */
  public static final long KEY_HANDLE_INVALID = 0x60;

  /** The key has a length that the mechanism doesn't take. */
  public static final long KEY_SIZE_RANGE = 0x62;

  /** The mechanism isn't there, or not for this function. */
  public static final long MECHANISM_INVALID = 0x70;

  /** The session may not do that. */
  public static final long SESSION_READ_ONLY = 0xB5;

  /** The key is another one than before. */
  public static final long KEY_CHANGED = 0x65;

  /** Another operation is under way in the session. */
  public static final long OPERATION_ACTIVE = 0x90;

  /** No operation is under way in the session. */
  public static final long OPERATION_NOT_INITIALIZED = 0x91;

  /** The object handle names nothing. */
  public static final long OBJECT_HANDLE_INVALID = 0x82;

  /** Wrong PIN. */
  public static final long PIN_INCORRECT = 0xA0;

  /** The PIN has expired. */
  public static final long PIN_EXPIRED = 0xA3;

  /** The PIN is locked. */
  public static final long PIN_LOCKED = 0xA4;

  /** The session was closed meanwhile. */
  public static final long SESSION_CLOSED = 0xB0;

  /** No more sessions. */
  public static final long SESSION_COUNT = 0xB1;

  /** The session handle names nothing. */
  public static final long SESSION_HANDLE_INVALID = 0xB3;

  /** No token in the slot. */
  public static final long TOKEN_NOT_PRESENT = 0xE0;

  /** The token in the slot is none that the module knows. */
  public static final long TOKEN_NOT_RECOGNIZED = 0xE1;

  /** The handle of the unwrapping key names nothing. */
  public static final long UNWRAPPING_KEY_HANDLE_INVALID = 0xF0;

  /** Somebody of this application is logged in. */
  public static final long USER_ALREADY_LOGGED_IN = 0x100;

  /** Nobody is logged in. */
  public static final long USER_NOT_LOGGED_IN = 0x101;

  /** The handle of the wrapping key names nothing. */
  public static final long WRAPPING_KEY_HANDLE_INVALID = 0x113;

  /** The output buffer is too small. */
  public static final long BUFFER_TOO_SMALL = 0x150;

  /** C_Initialize was not called. */
  public static final long CRYPTOKI_NOT_INITIALIZED = 0x190;

  /** C_Initialize was called by somebody of this process. */
  public static final long CRYPTOKI_ALREADY_INITIALIZED = 0x191;

  private static final long VENDOR_DEFINED = 0x80000000L;

  private static final String UNKNOWN = "unknown";

  private static final Map<Long, String> NAMES = CkrNames.load();

  private Ckr() {}

  /**
   * A return value's name alone.
   *
   * @param value a CKR_ number
   * @return such as {@code CKR_PIN_INCORRECT}, or {@code CKR_VENDOR_DEFINED+0x1F}; {@code unknown}
   *     for a number that neither the standard nor a vendor may use
   */
  public static String name(long value) {
    String known = NAMES.get(value);
    if (known != null) {
      return known;
    }
    return isVendorDefined(value)
        ? String.format(Locale.ROOT, "CKR_VENDOR_DEFINED+0x%X", value & ~VENDOR_DEFINED)
        : UNKNOWN;
  }

  /**
   * Whether a number is a vendor's own.
   *
   * @param value a CKR_ number
   * @return whether it is from the range that the standard leaves to vendors
   */
  public static boolean isVendorDefined(long value) {
    return (value & VENDOR_DEFINED) != 0;
  }

  /**
   * A return value's name and number for messages.
   *
   * @param value a CKR_ number
   * @return such as {@code CKR_PIN_INCORRECT (0xA0)}, or {@code CKR_VENDOR_DEFINED+0x1F
   *     (0x8000001F)}
   */
  public static String describe(long value) {
    String name = name(value);
    return name.equals(UNKNOWN)
        ? String.format(Locale.ROOT, "unknown return value 0x%X", value)
        : String.format(Locale.ROOT, "%s (0x%X)", name, value);
  }
}
