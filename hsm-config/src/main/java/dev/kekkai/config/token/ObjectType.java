package dev.kekkai.config.token;

import java.util.Arrays;
import java.util.Optional;

/** Values of the RFC 7512 path attribute {@code type}. */
public enum ObjectType {
  /** {@code cert}. */
  CERT("cert"),
  /** {@code data}. */
  DATA("data"),
  /** {@code private}: a private key. */
  PRIVATE("private"),
  /** {@code public}: a public key. */
  PUBLIC("public"),
  /** {@code secret-key}. */
  SECRET_KEY("secret-key");

  private final String text;

  ObjectType(String text) {
    this.text = text;
  }

  /**
   * The value as written in a URI.
   *
   * @return lower-case text
   */
  public String text() {
    return text;
  }

  static Optional<ObjectType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }
}
