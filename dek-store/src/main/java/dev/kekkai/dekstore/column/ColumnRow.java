package dev.kekkai.dekstore.column;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row as it was read. */
final class ColumnRow {
  private final List<String> key;
  private final String version;
  private final byte @Nullable [] plaintext;
  private final long plaintextBytes;
  private final @Nullable String token;

  /**
   * @param key a text for each key column
   * @param version what changes with each change of the row, where the database tells; else empty
   * @param plaintext what the plaintext column holds; null when that is nothing, or too long to be
   *     loaded
   * @param plaintextBytes its length; -1 when it holds nothing
   * @param token what the column of tokens holds
   */
  ColumnRow(
      List<String> key,
      String version,
      byte @Nullable [] plaintext,
      long plaintextBytes,
      @Nullable String token) {
    this.key = key;
    this.version = version;
    this.plaintext = plaintext;
    this.plaintextBytes = plaintextBytes;
    this.token = token;
  }

  List<String> key() {
    return key;
  }

  String version() {
    return version;
  }

  byte @Nullable [] plaintext() {
    return plaintext;
  }

  long plaintextBytes() {
    return plaintextBytes;
  }

  boolean hasPlaintext() {
    return plaintextBytes >= 0;
  }

  @Nullable String token() {
    return token;
  }

  void wipe() {
    if (plaintext != null) {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  /** For a person; no value. */
  String describe() {
    return key.size() == 1 ? key.get(0) : key.toString();
  }
}
