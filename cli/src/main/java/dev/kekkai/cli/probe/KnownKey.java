package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.ObjectHandle;

/**
 * A throw-away AES key whose bytes both sides know.
 *
 * @param handle the session object
 * @param value its bytes
 * @param how how it came to be known, for people
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KnownKey(ObjectHandle handle, byte[] value, String how) {
  @Override
  public String toString() {
    return "KnownKey[" + value.length + " bytes]";
  }
}
