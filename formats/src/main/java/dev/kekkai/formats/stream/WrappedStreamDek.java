package dev.kekkai.formats.stream;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A stream's DEK as its header carries it: wrapped, with what is needed to unwrap it. Holds no
 * secret.
 *
 * @param kek the KEK version it is wrapped under, {@code NAME.vN} such as {@code payments.v3}
 * @param method how it is wrapped, by a name of {@code docs/formats/stream.md} such as {@code
 *     rfc3394}: 1 to {@value #MAX_METHOD} of small letters, digits and hyphens
 * @param blob the wrapped key, 1 to {@value #MAX_BLOB} bytes; copied in and out
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look at the bytes
public record WrappedStreamDek(String kek, String method, byte[] blob) {
  /** The longest wrapped key, in bytes: RSA-8192. */
  public static final int MAX_BLOB = 1024;

  /** The longest name of a wrap method, in characters. */
  public static final int MAX_METHOD = 32;

  /** The longest name of a KEK version, in characters: 48, {@code .v} and 9 digits. */
  static final int MAX_KEK = 48 + 2 + 9;

  private static final Pattern KEK = Pattern.compile("[A-Za-z0-9_-]{1,48}\\.v[1-9][0-9]{0,8}");
  private static final Pattern METHOD = Pattern.compile("[a-z0-9-]{1," + MAX_METHOD + "}");

  /**
   * Checks the form and copies the blob.
   *
   * @param kek the KEK version
   * @param method how it is wrapped
   * @param blob the wrapped key
   * @throws IllegalArgumentException when one of them can't stand in a header
   */
  public WrappedStreamDek {
    if (kek.length() > MAX_KEK || !KEK.matcher(kek).matches()) {
      throw new IllegalArgumentException(
          "A KEK version is written NAME.vN, such as payments.v3, with a NAME of 1 to 48 of"
              + " letters, digits, _ and -");
    }
    if (method.length() > MAX_METHOD || !METHOD.matcher(method).matches()) {
      throw new IllegalArgumentException(
          "A wrap method's name has 1 to "
              + MAX_METHOD
              + " of small letters, digits and hyphens, such as rfc3394");
    }
    if (blob.length == 0 || blob.length > MAX_BLOB) {
      throw new IllegalArgumentException(
          "A wrapped DEK has 1 to " + MAX_BLOB + " bytes, not " + blob.length);
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WrappedStreamDek w
        && kek.equals(w.kek)
        && method.equals(w.method)
        && Arrays.equals(blob, w.blob);
  }

  @Override
  public int hashCode() {
    return 31 * kek.hashCode() + Arrays.hashCode(blob);
  }

  @Override
  public String toString() {
    return "WrappedStreamDek[kek=" + kek + ", method=" + method + ", " + blob.length + " bytes]";
  }
}
