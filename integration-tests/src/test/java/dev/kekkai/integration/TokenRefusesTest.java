package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.profile.SoftwareDekPath;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.KeyTemplates;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrapMechanisms;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.testkit.TokenContract;
import org.junit.jupiter.api.Test;

/** The attacks on an AES KEK, one call each, past all of Kekkai's own rules. */
class TokenRefusesTest extends TokenContract {
  private TokenKey kek;
  private TokenKey other;

  @Override
  protected void prepare() throws Exception {
    kek = aesKek();
    other = aesKek();
  }

  @Test
  void the_same_calls_work_with_a_key_that_may() throws Exception {
    connected()
        .with(
            session -> {
              ObjectHandle may =
                  session.createObject(
                      SessionKeys.aes(new byte[32])
                          .with(Cka.ENCRYPT, true)
                          .with(Cka.DECRYPT, true)
                          .build());
              SessionGcm gcm = new SessionGcm(token(), connected());
              byte[] sealed = gcm.seal(session, may, new byte[16]);
              assertThat(gcm.open(session, may, sealed, new byte[32])).isEqualTo(16);
              assertThat(session.wrapKey(keyWrap(), kek.object(), may, new byte[64])).isEqualTo(40);
              if (connected().profile().softwareDekPath() == SoftwareDekPath.READ_VALUE) {
                assertThat(SessionKeys.value(session, may)).isEqualTo(new byte[32]);
              }
              session.destroyObject(may);
              return true;
            });
  }

  @Test
  void the_kek_cannot_be_read() throws Exception {
    byte[] value = connected().with(s -> s.attributes(kek.object(), Cka.VALUE).bytes(Cka.VALUE));
    assertThat(value).isNull();
  }

  @Test
  void the_kek_cannot_be_wrapped() throws Exception {
    refused(
        "wrap a KEK under another",
        s -> s.wrapKey(keyWrap(), other.object(), kek.object(), new byte[64]));
  }

  @Test
  void the_kek_cannot_be_wrapped_under_itself() throws Exception {
    refused(
        "wrap a KEK under itself",
        s -> s.wrapKey(keyWrap(), kek.object(), kek.object(), new byte[64]));
  }

  @Test
  void the_kek_cannot_decrypt() throws Exception {
    refused(
        "decrypt with a KEK",
        s -> s.decrypt(gcm(), kek.object(), new byte[32], 0, 32, new byte[32], 0));
  }

  @Test
  void the_kek_cannot_decrypt_blocks() throws Exception {
    refused(
        "decrypt with a KEK by ECB",
        s ->
            s.decrypt(
                new Mechanism.Plain(Ckm.AES_ECB),
                kek.object(),
                new byte[16],
                0,
                16,
                new byte[16],
                0));
  }

  @Test
  void the_kek_cannot_encrypt() throws Exception {
    refused(
        "encrypt with a KEK",
        s -> s.encrypt(gcm(), kek.object(), new byte[16], 0, 16, new byte[32], 0));
  }

  @Test
  void the_kek_cannot_be_copied_with_another_usage() throws Exception {
    refused("copy a KEK with CKA_DECRYPT", s -> copy(s, Cka.DECRYPT, true));
  }

  @Test
  void the_kek_cannot_be_copied_as_extractable() throws Exception {
    refused("copy a KEK with CKA_EXTRACTABLE", s -> copy(s, Cka.EXTRACTABLE, true));
  }

  @Test
  void the_kek_cannot_be_copied_as_not_sensitive() throws Exception {
    refused("copy a KEK without CKA_SENSITIVE", s -> copy(s, Cka.SENSITIVE, false));
  }

  @Test
  void the_kek_cannot_be_given_another_usage() throws Exception {
    refused("set CKA_DECRYPT of a KEK", s -> set(Cka.DECRYPT, true));
  }

  @Test
  void the_kek_cannot_be_made_extractable() throws Exception {
    refused("set CKA_EXTRACTABLE of a KEK", s -> set(Cka.EXTRACTABLE, true));
  }

  @Test
  void the_kek_cannot_be_made_readable() throws Exception {
    refused("clear CKA_SENSITIVE of a KEK", s -> set(Cka.SENSITIVE, false));
  }

  @Test
  void a_blob_cannot_be_unwrapped_as_a_token_object() throws Exception {
    refused("unwrap a DEK as a token object", s -> unwrap(Cka.TOKEN));
  }

  @Test
  void a_blob_cannot_be_unwrapped_as_a_wrapping_key() throws Exception {
    refused("unwrap a DEK as a wrapping key", s -> unwrap(Cka.WRAP));
  }

  @Test
  void a_blob_cannot_be_unwrapped_as_a_base_of_derivation() throws Exception {
    refused("unwrap a DEK as a base of derivation", s -> unwrap(Cka.DERIVE));
  }

  private void copy(Session session, long attribute, boolean value) throws TokenException {
    session.destroyObject(
        session.copyObject(
            kek.object(),
            Template.builder().with(Cka.TOKEN, false).with(attribute, value).build()));
  }

  private void set(long attribute, boolean value) throws TokenException {
    connected()
        .withReadWrite(
            writable -> {
              writable.setAttributes(
                  kek.object(), Template.builder().with(attribute, value).build());
              return true;
            });
  }

  private void unwrap(long attribute) throws TokenException {
    byte[] blob = provider().deks().generateWrapped(kek).blob();
    Template wish =
        Template.builder()
            .with(new KeyTemplates(connected().profile()).hsmDek())
            .with(attribute, true)
            .build();
    connected()
        .withReadWrite(
            writable -> {
              writable.destroyObject(writable.unwrapKey(keyWrap(), kek.object(), blob, wish));
              return true;
            });
  }

  private void refused(String row, Attack.Call call) throws TokenException {
    Attack.mustBeRefused(token(), connected(), row, call);
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
}
