package dev.kekkai.client;

import dev.kekkai.formats.EncryptionContext;

/**
 * An item to open, or to seal anew. Immutable and thread-safe.
 *
 * @param item the sealed item, a JWE in compact form
 * @param context where the value has to belong
 */
public record OpenRequest(String item, EncryptionContext context) {

  /**
   * Lengths only.
   *
   * @return neither the item nor the context
   */
  @Override
  public String toString() {
    return "OpenRequest[" + item.length() + " characters, " + context + "]";
  }
}
