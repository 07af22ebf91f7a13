package dev.kekkai.config.token;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What the value of each attribute may be. */
final class UriValues {

  private static final Pattern VERSION = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3})?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,20}");

  private UriValues() {}

  static void check(UriAttribute attribute, byte[] value, int index) {
    if (attribute == UriAttribute.ID) {
      return;
    }
    String text = text(attribute.text(), value, index);
    switch (attribute) {
      case SLOT_ID ->
          require(isUnsignedLong(text), index, "slot-id is a decimal number below 2^64");
      case TYPE ->
          require(
              ObjectType.of(text).isPresent(),
              index,
              "type is one of cert, data, private, public, secret-key");
      case LIBRARY_VERSION ->
          require(
              VERSION.matcher(text).matches(), index, "library-version is MAJOR or MAJOR.MINOR");
      default -> {
        // Any text is a label, a name or a path.
      }
    }
  }

  /** Decodes UTF-8; only {@code id} may hold other bytes. */
  static String text(String name, byte[] value, int index) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidPkcs11UriException(index, "the value of '" + name + "' must be UTF-8");
    }
  }

  private static boolean isUnsignedLong(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return false;
    }
    try {
      Long.parseUnsignedLong(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void require(boolean holds, int index, String expected) {
    if (!holds) {
      throw new InvalidPkcs11UriException(index, expected);
    }
  }
}
