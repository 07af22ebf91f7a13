package dev.kekkai.provider.bulk;

/** Makes the exception whose constructor only engines see. */
public final class TooLong {
  private TooLong() {}

  public static MessageTooLongException message() {
    return new MessageTooLongException(20_000, 16_000, "small");
  }
}
