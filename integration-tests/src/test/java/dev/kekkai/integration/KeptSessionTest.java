package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
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
          refused(() -> session.decrypt(gcm(), keys.dek, sealed, 0, 32, new byte[32], 0));
        });
  }

  @Test
  void after_a_ciphertext_shorter_than_a_tag_the_very_same_session_works() throws Exception {
    sameSession(
        (session, keys) ->
            refused(() -> session.decrypt(gcm(), keys.dek, new byte[7], 0, 7, new byte[32], 0)));
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
                  Keys keys = new Keys(session, keyWrap(), unwrapped);
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

  private static Mechanism gcm() {
    return new Mechanism.Gcm(Ckm.AES_GCM, new byte[12], new byte[0], 128);
  }

  private interface Refusal {
    void on(Session session, Keys keys) throws TokenException;
  }

  private interface Attempt {
    void make() throws TokenException;
  }

  /** A KEK and a DEK that live in one session. */
  private static final class Keys {
    private final Mechanism keyWrap;
    private final Template unwrapped;
    private final ObjectHandle kek;
    private final ObjectHandle dek;

    Keys(Session session, Mechanism keyWrap, Template unwrapped) throws TokenException {
      this.keyWrap = keyWrap;
      this.unwrapped = unwrapped;
      this.kek = SessionKeys.kek(session, new byte[32]);
      Template template =
          SessionKeys.aes(new byte[32]).with(Cka.ENCRYPT, true).with(Cka.DECRYPT, true).build();
      this.dek = session.createObject(template);
    }

    void workOn(Session session) throws TokenException {
      byte[] opened = new byte[32];
      assertThat(session.decrypt(gcm(), dek, seal(session), 0, 32, opened, 0)).isEqualTo(16);
      assertThat(opened).isEqualTo(new byte[32]);
      byte[] blob = wrap(session);
      ObjectHandle again = unwrap(session, blob);
      assertThat(wrap(session, again)).as("RFC 3394 has no nonce").isEqualTo(blob);
      session.destroyObject(again);
    }

    byte[] seal(Session session) throws TokenException {
      byte[] sealed = new byte[32];
      assertThat(session.encrypt(gcm(), dek, new byte[16], 0, 16, sealed, 0)).isEqualTo(32);
      return sealed;
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
