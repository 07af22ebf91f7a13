package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.security.interfaces.RSAPublicKey;

/**
 * A key on its way from one wrapping to another: a session object that is extractable for one pair
 * of calls and destroyed whatever happens. Nothing of it reaches this process.
 */
final class Transit {
  private final TokenSource source;

  Transit(TokenSource source) {
    this.source = source;
  }

  /** What is wrapped: a key generated, imported or unwrapped in the token. */
  interface From {
    ObjectHandle key(Session session) throws TokenException;
  }

  /** How it is wrapped. */
  interface To {
    byte[] wrap(Session session, ObjectHandle key) throws TokenException;
  }

  byte[] carry(From from, To to) throws TokenException {
    return source
        .get()
        .with(
            session -> {
              ObjectHandle key = from.key(session);
              try {
                return to.wrap(session, key);
              } finally {
                session.discard(key);
              }
            });
  }

  From unwrapped(TokenKey kek, WrappedDek wrapped) throws TokenException {
    KekOperations operations = source.operations();
    Template template = operations.templates().transitDek();
    return session -> operations.unwrap(session, kek, wrapped, template);
  }

  From unwrapped(TokenKey kek, Mechanism mechanism, byte[] blob) throws TokenException {
    KekOperations operations = source.operations();
    Template template = operations.templates().transitDek();
    return session -> operations.unwrap(session, kek, mechanism, blob, template);
  }

  To under(TokenKey kek, WrapMethod method) throws TokenException {
    KekOperations operations = source.operations();
    Mechanism mechanism = operations.mechanisms().of(method);
    if (mechanism instanceof Mechanism.RsaOaep != (kek.kind() == KeyKind.RSA_KEK)) {
      throw TokenKeys.wrongKind(
          kek,
          mechanism instanceof Mechanism.RsaOaep
              ? "an RSA KEK for RSA-OAEP"
              : "an AES KEK for AES key wrap");
    }
    return (session, key) -> operations.wrap(session, kek, mechanism, key);
  }

  To under(RSAPublicKey rsa, Mechanism mechanism) throws TokenException {
    KekOperations operations = source.operations();
    return (session, key) -> operations.wrap(session, rsa, mechanism, key);
  }
}
