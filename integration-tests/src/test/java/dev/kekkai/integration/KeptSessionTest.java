package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KeyTemplates;
import dev.kekkai.provider.keys.WrapMechanisms;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.testkit.TokenContract;
import dev.kekkai.testkit.matrix.NotSupported;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The profile's {@code errors.keepsSession}: what a refused ciphertext leaves behind. */
class KeptSessionTest extends TokenContract {
  private static final int TIMES = 50;

  @Override
  protected void prepare() throws Exception {
    if (!connected().profile().errors().keepsSession()) {
      throw NotSupported.on(token(), "its profile closes a session that refused a ciphertext");
    }
  }

  @Test
  void after_a_bad_tag_the_very_same_session_works() throws Exception {
    sameSession(
        (session, keys) -> {
          byte[] sealed = keys.seal(session);
          sealed[sealed.length - 1] ^= 1;
          refused(() -> keys.open(session, sealed));
        });
  }

  @Test
  void after_a_ciphertext_shorter_than_a_tag_the_very_same_session_works() throws Exception {
    sameSession((session, keys) -> refused(() -> keys.open(session, new byte[7])));
  }

  @Test
  void after_a_bad_blob_the_very_same_session_works() throws Exception {
    sameSession(
        (session, keys) -> {
          byte[] blob = keys.wrap(session);
          blob[3] ^= 1;
          refused(() -> keys.unwrap(session, blob));
        });
  }

  @Test
  void after_a_blob_of_an_impossible_length_the_very_same_session_works() throws Exception {
    sameSession(
        (session, keys) -> {
          byte[] blob = Arrays.copyOf(keys.wrap(session), 39);
          refused(() -> keys.unwrap(session, blob));
        });
  }

  private void sameSession(Refusal refusal) throws Exception {
    boolean done =
        connected()
            .with(
                session -> {
                  Template unwrapped = new KeyTemplates(connected().profile()).transitDek();
                  SessionGcm gcm = new SessionGcm(token(), connected());
                  Keys keys = new Keys(session, keyWrap(), unwrapped, gcm);
                  for (int i = 0; i < TIMES; i++) {
                    refusal.on(session, keys);
                    keys.workOn(session);
                  }
                  keys.destroy(session);
                  return true;
                });
    assertThat(done).isTrue();
  }

  private void refused(Attempt attempt) throws TokenException {
    HsmProfile profile = connected().profile();
    assertThatThrownBy(attempt::make)
        .isInstanceOfSatisfying(
            CryptokiException.class,
            e -> assertThat(profile.errors().isAuthFailure(e.returnValue())).as("%s", e).isTrue());
  }

  private Token connected() throws TokenException {
    return provider().source().get();
  }

  private Mechanism keyWrap() throws TokenException {
    return new WrapMechanisms(connected().profile()).of(WrapMethod.RFC3394);
  }

  private interface Refusal {
    void on(Session session, Keys keys) throws TokenException;
  }

  private interface Attempt {
    void make() throws TokenException;
  }

  /** A KEK and a DEK that live in one session. */
  private static final class Keys {
    private final SessionGcm gcm;
    private final Mechanism keyWrap;
    private final Template unwrapped;
    private final ObjectHandle kek;
    private final ObjectHandle dek;

    Keys(Session session, Mechanism keyWrap, Template unwrapped, SessionGcm gcm)
        throws TokenException {
      this.gcm = gcm;
      this.keyWrap = keyWrap;
      this.unwrapped = unwrapped;
      this.kek = SessionKeys.kek(session, new byte[32]);
      Template template =
          SessionKeys.aes(new byte[32]).with(Cka.ENCRYPT, true).with(Cka.DECRYPT, true).build();
      this.dek = session.createObject(template);
    }

    void workOn(Session session) throws TokenException {
      assertThat(open(session, seal(session))).isEqualTo(16);
      byte[] blob = wrap(session);
      ObjectHandle again = unwrap(session, blob);
      assertThat(wrap(session, again)).as("RFC 3394 has no nonce").isEqualTo(blob);
      session.destroyObject(again);
    }

    byte[] seal(Session session) throws TokenException {
      return gcm.seal(session, dek, new byte[16]);
    }

    int open(Session session, byte[] sealed) throws TokenException {
      return gcm.open(session, dek, sealed, new byte[64]);
    }

    byte[] wrap(Session session) throws TokenException {
      return wrap(session, dek);
    }

    private byte[] wrap(Session session, ObjectHandle key) throws TokenException {
      byte[] out = new byte[64];
      int length = session.wrapKey(keyWrap, kek, key, out);
      return Arrays.copyOf(out, length);
    }

    ObjectHandle unwrap(Session session, byte[] blob) throws TokenException {
      return session.unwrapKey(keyWrap, kek, blob, unwrapped);
    }

    void destroy(Session session) throws TokenException {
      session.destroyObject(dek);
      session.destroyObject(kek);
    }
  }
}
