package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.BulkMode;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrapMechanisms;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.testkit.TokenContract;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The attacks on a DEK that {@code bulk = hsm} holds in the token, one call each. */
class TokenRefusesDekTest extends TokenContract {
  private TokenKey kek;
  private DekHandle handle;
  private ObjectHandle dek;

  @Override
  protected void prepare() throws Exception {
    kek = aesKek();
  }

  @BeforeEach
  void materialise() throws Exception {
    DekPolicy policy = DekPolicy.of(token().config()).withBulk(BulkMode.HSM);
    handle = provider().deks().generate(kek, policy);
    List<ObjectHandle> found = sessionKeys();
    assertThat(found).hasSize(1);
    dek = found.get(0);
  }

  @AfterEach
  void closing_the_handle_destroys_the_object() throws Exception {
    if (handle != null) {
      handle.close();
    }
    assertThat(sessionKeys()).isEmpty();
  }

  private List<ObjectHandle> sessionKeys() throws TokenException {
    Template any =
        Template.builder()
            .with(Cka.CLASS, Cko.SECRET_KEY)
            .with(Cka.KEY_TYPE, Ckk.AES)
            .with(Cka.TOKEN, false)
            .build();
    return connected().with(session -> session.find(any));
  }

  @Test
  void the_dek_cannot_be_read() throws Exception {
    byte[] value = connected().with(s -> s.attributes(dek, Cka.VALUE).bytes(Cka.VALUE));
    assertThat(value).isNull();
  }

  @Test
  void the_dek_cannot_be_wrapped() throws Exception {
    Mechanism keyWrap = keyWrap();
    refused("wrap a DEK of hsm mode", s -> s.wrapKey(keyWrap, kek.object(), dek, new byte[64]));
  }

  @Test
  void the_dek_cannot_wrap() throws Exception {
    Mechanism keyWrap = keyWrap();
    refused(
        "wrap with a DEK",
        s -> {
          ObjectHandle known = s.createObject(SessionKeys.aes(new byte[32]).build());
          try {
            s.wrapKey(keyWrap, dek, known, new byte[64]);
          } finally {
            s.destroyObject(known);
          }
        });
  }

  @Test
  void the_dek_cannot_be_copied_as_extractable() throws Exception {
    refused(
        "copy a DEK with CKA_EXTRACTABLE",
        s -> s.destroyObject(s.copyObject(dek, wish(Cka.EXTRACTABLE, true))));
  }

  @Test
  void the_dek_cannot_be_copied_as_not_sensitive() throws Exception {
    refused(
        "copy a DEK without CKA_SENSITIVE",
        s -> s.destroyObject(s.copyObject(dek, wish(Cka.SENSITIVE, false))));
  }

  @Test
  void the_dek_cannot_be_given_another_usage() throws Exception {
    refused("set CKA_WRAP of a DEK", s -> s.setAttributes(dek, wish(Cka.WRAP, true)));
  }

  @Test
  void the_dek_cannot_be_made_extractable() throws Exception {
    refused("set CKA_EXTRACTABLE of a DEK", s -> s.setAttributes(dek, wish(Cka.EXTRACTABLE, true)));
  }

  @Test
  void the_dek_cannot_be_made_readable() throws Exception {
    refused("clear CKA_SENSITIVE of a DEK", s -> s.setAttributes(dek, wish(Cka.SENSITIVE, false)));
  }

  private static Template wish(long attribute, boolean value) {
    return Template.builder().with(attribute, value).build();
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
}
