package dev.kekkai.config.profile;

import java.util.stream.IntStream;

/**
 * The form a module wants its PIN in. A PIN of another form is refused before C_Login, so that it
 * costs none of the token's tries.
 */
public enum PinFormat {
  /** The PIN itself. */
  PLAIN("any text"),
  /** {@code user:password}, as the modules that descend from Cavium's want it. */
  USER_PASSWORD("a user's name, a colon and the password: USER:PASSWORD"),
  /** Four hexadecimal digits and the password, as a YubiHSM 2 wants it. */
  AUTHKEY_PASSWORD(
      "the number of an authentication key as four hexadecimal digits, followed by the password:"
          + " 0001PASSWORD");

  private static final int AUTHKEY_DIGITS = 4;

  private final String words;

  PinFormat(String words) {
    this.words = words;
  }

  /**
   * The form in words, for a message; says nothing of any PIN.
   *
   * @return such as {@code USER:PASSWORD} and what its parts are
   */
  public String words() {
    return words;
  }

  /**
   * Whether a PIN has this form.
   *
   * @param pin the PIN; neither kept nor changed, and no copy is made of it
   * @return whether C_Login may be tried with it
   */
  public boolean fits(char[] pin) {
    return switch (this) {
      case PLAIN -> true;
      case USER_PASSWORD -> {
        int colon = indexOf(pin, ':');
        yield colon > 0 && colon < pin.length - 1;
      }
      case AUTHKEY_PASSWORD ->
          pin.length > AUTHKEY_DIGITS
              && IntStream.range(0, AUTHKEY_DIGITS).allMatch(i -> isHex(pin[i]));
    };
  }

  private static int indexOf(char[] text, char wanted) {
    return IntStream.range(0, text.length).filter(i -> text[i] == wanted).findFirst().orElse(-1);
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
