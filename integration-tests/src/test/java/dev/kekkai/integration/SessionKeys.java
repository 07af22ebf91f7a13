package dev.kekkai.integration;

import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;

/** Session objects with known values, made by raw C_ calls as no Kekkai code would. */
final class SessionKeys {
  private SessionKeys() {}

  /** A session AES key with no usage; add one. */
  static Template.Builder aes(byte[] value) {
    return aes().with(Cka.VALUE, value).with(Cka.EXTRACTABLE, true);
  }

  static Template.Builder aes() {
    return Template.builder()
        .with(Cka.CLASS, Cko.SECRET_KEY)
        .with(Cka.KEY_TYPE, Ckk.AES)
        .with(Cka.TOKEN, false)
        .with(Cka.PRIVATE, true);
  }

  static Template.Builder generic() {
    return aes().with(Cka.KEY_TYPE, Ckk.GENERIC_SECRET);
  }

  static ObjectHandle kek(Session session, byte[] value) throws TokenException {
    return session.createObject(aes(value).with(Cka.WRAP, true).with(Cka.UNWRAP, true).build());
  }

  static byte[] value(Session session, ObjectHandle key) throws TokenException {
    Attributes read = session.attributes(key, Cka.VALUE);
    return read.bytes(Cka.VALUE);
  }
}
