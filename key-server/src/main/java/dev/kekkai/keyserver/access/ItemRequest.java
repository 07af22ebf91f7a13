package dev.kekkai.keyserver.access;

import dev.kekkai.formats.EncryptionContext;

/**
 * One item that somebody wants opened or sealed anew.
 *
 * @param item as it was sent, supposed to be a JWE in compact form
 * @param context where the client says that it belongs
 */
public record ItemRequest(String item, EncryptionContext context) {
  /** The length only. */
  @Override
  public String toString() {
    return "ItemRequest[" + item.length() + " characters, " + context + "]";
  }
}
