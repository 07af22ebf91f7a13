package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.TokenException;

/** Reads throw-away keys. */
final class Reading {
  private static final byte[] NOT_READABLE = {};

  private Reading() {}

  /** CKA_VALUE; empty where it can't be read. */
  static byte[] value(Session session, ObjectHandle key) throws TokenException {
    Attributes read = session.attributes(key, Cka.VALUE);
    byte[] value = read.bytes(Cka.VALUE);
    return value == null ? NOT_READABLE : value;
  }
}
