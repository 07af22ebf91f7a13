package dev.kekkai.client;

import java.util.Arrays;

/**
 * An opened item. Its plaintext belongs to whoever asked for it, and is wiped by {@link #close};
 * copies that the JDK made while it received them stay in memory until they are overwritten. Not
 * for use by several threads while it is closed.
 */
public final class Opened implements AutoCloseable {

  private final byte[] plaintext;
  private final String kek;
  private final boolean stale;

  Opened(byte[] plaintext, String kek, boolean stale) {
    this.plaintext = plaintext;
    this.kek = kek;
    this.stale = stale;
  }

  /**
   * The value.
   *
   * @return not a copy: it turns into zeros on {@link #close}
   */
  public byte[] plaintext() {
    return plaintext;
  }

  /**
   * What it was sealed for.
   *
   * @return the KEK and its version, {@code payments.v3}
   */
  public String kek() {
    return kek;
  }

  /**
   * Whether the item is under another version than the primary one, so that it should be {@link
   * KeyServerClient#reseal resealed} before that version retires.
   *
   * @return as the key server said
   */
  public boolean isStale() {
    return stale;
  }

  /** Wipes the plaintext. */
  @Override
  public void close() {
    Arrays.fill(plaintext, (byte) 0);
  }

  /**
   * Everything but the plaintext.
   *
   * @return for instance {@code Opened[payments.v3]}
   */
  @Override
  public String toString() {
    return "Opened[" + kek + (stale ? ", stale]" : "]");
  }
}
