package dev.kekkai.provider.keys;

import java.util.Arrays;
import java.util.Locale;

/**
 * A DEK as it may be stored: wrapped, with what is needed to unwrap it. Holds no secret.
 *
 * @param kek the KEK version it is wrapped under
 * @param method how it is wrapped
 * @param blob the wrapped key, 1 to {@value #MAX_BLOB} bytes; copied in and out
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look at the bytes
public record WrappedDek(KekRef kek, WrapMethod method, byte[] blob) {
  /** Longest blob taken: RSA-8192. */
  public static final int MAX_BLOB = 1024;

  /**
   * Checks the length and copies the blob.
   *
   * @param kek the KEK version
   * @param method how it is wrapped
   * @param blob the wrapped key
   */
  public WrappedDek {
    if (blob.length == 0 || blob.length > MAX_BLOB) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "A wrapped DEK has 1 to %d bytes, not %d", MAX_BLOB, blob.length));
    }
    blob = blob.clone();
  }

  /**
   * The wrapped key.
   *
   * @return a copy
   */
  @Override
  public byte[] blob() {
    return blob.clone();
  }

  /** The wrapped key itself, for callers that only read it. */
  byte[] bytes() {
    return blob;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WrappedDek w
        && kek.equals(w.kek)
        && method == w.method
        && Arrays.equals(blob, w.blob);
  }

  @Override
  public int hashCode() {
    return 31 * kek.hashCode() + Arrays.hashCode(blob);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "WrappedDek[kek=%s, method=%s, %d bytes]", kek, method.id(), blob.length);
  }
}
