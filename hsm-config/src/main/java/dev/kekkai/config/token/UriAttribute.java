package dev.kekkai.config.token;

import java.util.Arrays;
import java.util.Optional;

/**
 * The attributes RFC 7512 (section 2.3) defines and this library takes, in the order they print.
 */
public enum UriAttribute {
  /** Token label. */
  TOKEN("token", false),
  /** Manufacturer of the token. */
  MANUFACTURER("manufacturer", false),
  /** Serial number of the token. */
  SERIAL("serial", false),
  /** Model of the token. */
  MODEL("model", false),
  /** Manufacturer of the module. */
  LIBRARY_MANUFACTURER("library-manufacturer", false),
  /** Description of the module. */
  LIBRARY_DESCRIPTION("library-description", false),
  /** Version of the module, {@code major} or {@code major.minor}. */
  LIBRARY_VERSION("library-version", false),
  /** Number of the slot, decimal. */
  SLOT_ID("slot-id", false),
  /** Description of the slot. */
  SLOT_DESCRIPTION("slot-description", false),
  /** Manufacturer of the slot. */
  SLOT_MANUFACTURER("slot-manufacturer", false),
  /** CKA_LABEL of an object. */
  OBJECT("object", false),
  /** CKA_ID of an object: bytes. */
  ID("id", false),
  /** Class of an object, see {@link ObjectType}. */
  TYPE("type", false),
  /** Where the PIN is. */
  PIN_SOURCE("pin-source", true),
  /** Name of the module. */
  MODULE_NAME("module-name", true),
  /** Path of the module's library. */
  MODULE_PATH("module-path", true);

  private final String text;
  private final boolean query;

  UriAttribute(String text, boolean query) {
    this.text = text;
    this.query = query;
  }

  /**
   * The name as written in a URI.
   *
   * @return lower-case text
   */
  public String text() {
    return text;
  }

  /**
   * Whether the attribute stands behind the question mark.
   *
   * @return true for a query attribute, false for a path attribute
   */
  public boolean isQuery() {
    return query;
  }

  static Optional<UriAttribute> of(String text) {
    return Arrays.stream(values()).filter(attribute -> attribute.text.equals(text)).findFirst();
  }
}
