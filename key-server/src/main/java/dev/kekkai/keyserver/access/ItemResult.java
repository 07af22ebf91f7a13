package dev.kekkai.keyserver.access;

import java.time.Duration;
import java.util.Arrays;

/** What became of one item. */
public sealed interface ItemResult {

  /**
   * It opened.
   *
   * @param plaintext to be wiped by {@link #wipe}
   * @param kek the version it was sealed for, {@code payments.v3}
   * @param stale whether new values are sealed for another version
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Opened(byte[] plaintext, String kek, boolean stale) implements ItemResult {
    @Override
    public void wipe() {
      Arrays.fill(plaintext, (byte) 0);
    }

    /** Never the plaintext. */
    @Override
    public String toString() {
      return "Opened[" + kek + "]";
    }
  }

  /**
   * It was sealed anew.
   *
   * @param item a JWE in compact form
   * @param kek the version it is sealed for now
   */
  record Resealed(String item, String kek) implements ItemResult {}

  /**
   * Neither.
   *
   * @param why all that the client hears
   * @param retryAfter for {@link Why#QUOTA}, how long to wait; else zero
   */
  record Refused(Why why, Duration retryAfter) implements ItemResult {}

  /** Why an item was not opened, as coarse as the client hears it. */
  enum Why {
    /** The item does not open, whatever is wrong with it. */
    NOT_OPENED,
    /** The client may not do that with that KEK and context, or not at all. */
    FORBIDDEN,
    /** The client has used its quota up. */
    QUOTA
  }

  /** Makes zeros of a plaintext, where there is one. */
  default void wipe() {}
}
