package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.bulk.DekExport;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key on its way from one wrapping to another: a session object that is extractable for one pair
 * of calls and destroyed whatever happens. Nothing of it reaches this process, but where the module
 * has no other way: a KEK that only decrypts gives bytes, which are wiped, and a module without
 * C_WrapKey has them wrapped here.
 */
final class Transit {
  private final TokenSource source;
  private final DekExport export;

  Transit(TokenSource source) {
    this.source = source;
    this.export = new DekExport(source);
  }

  /** What is wrapped: a key that is generated, imported or unwrapped in the token, or its bytes. */
  interface From extends AutoCloseable {
    ObjectHandle key(Session session) throws TokenException;

    /** The bytes, for a module that can't wrap; null for a key that is only in the token. */
    default byte @Nullable [] bytes() {
      return null;
    }

    /** Wipes the bytes. */
    @Override
    default void close() {}
  }

  /** How it is wrapped: in the token, or here. */
  interface To {
    byte[] wrap(Session session, ObjectHandle key) throws TokenException;

    byte[] wrapHere(byte[] key) throws TokenException;
  }

  byte[] carry(From from, To to) throws TokenException {
    if (!source.operations().wraps()) {
      byte[] value = from.bytes();
      if (value == null) {
        throw WrapMechanisms.noFunctions(source.get().profile());
      }
      return to.wrapHere(value);
    }
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
    return unwrapped(kek, operations.mechanisms().of(wrapped.method()), wrapped.bytes());
  }

  From unwrapped(TokenKey kek, Mechanism mechanism, byte[] blob) throws TokenException {
    KekOperations operations = source.operations();
    if (!operations.unwraps(kek)) {
      return bytes(export.decrypted(kek, mechanism, blob));
    }
    Template template = operations.templates().transitDek();
    return session -> operations.unwrap(session, kek, mechanism, blob, template);
  }

  /** A key in this process; the bytes are wiped with what is returned. */
  From bytes(byte[] value) {
    return new Bytes(value);
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
    return new To() {
      @Override
      public byte[] wrap(Session session, ObjectHandle key) throws TokenException {
        return operations.wrap(session, kek, mechanism, key);
      }

      @Override
      public byte[] wrapHere(byte[] key) throws TokenException {
        return HostWrap.wrap(key, kek, mechanism);
      }
    };
  }

  To under(RSAPublicKey rsa, Mechanism mechanism) throws TokenException {
    KekOperations operations = source.operations();
    return new To() {
      @Override
      public byte[] wrap(Session session, ObjectHandle key) throws TokenException {
        return operations.wrap(session, rsa, mechanism, key);
      }

      @Override
      public byte[] wrapHere(byte[] key) throws TokenException {
        return HostWrap.wrap(key, rsa, mechanism);
      }
    };
  }

  /** Imported into the token for each call that wants it there. */
  private final class Bytes implements From {
    private final byte[] value;

    private Bytes(byte[] value) {
      this.value = value;
    }

    @Override
    public ObjectHandle key(Session session) throws TokenException {
      Template template = source.operations().templates().importedDek(value);
      try {
        return session.createObject(template);
      } finally {
        template.wipe();
      }
    }

    @Override
    public byte[] bytes() {
      return value;
    }

    @Override
    public void close() {
      Arrays.fill(value, (byte) 0);
    }
  }
}
