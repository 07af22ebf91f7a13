package dev.kekkai.integration.kek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.KeyTemplate;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.GcmSample;
import dev.kekkai.provider.keys.KekKey;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

/** Every call to the module that wrapping and unwrapping make, so that none creeps in. */
class CallCountTest extends SeenContract {
  /** CKA_LABEL and CKA_ID of the KEK: whether its handle still means it. */
  private static final String IS_STILL = "C_GetAttributeValue(2)";

  private static final String[] WRAP = {"C_CreateObject", "C_WrapKey", "C_DestroyObject"};

  @Test
  void wrapping_a_software_key_takes_three_calls() throws Exception {
    Cipher cipher = keyWrap(Cipher.WRAP_MODE);
    assertThat(seen.callsOf(() -> cipher.wrap(KEY))).containsExactly(WRAP);
  }

  @Test
  void initialising_a_cipher_takes_no_call_within_a_second_of_the_last_look() throws Exception {
    keyWrap(Cipher.WRAP_MODE);
    seen.pass(Duration.ofMillis(999));
    assertThat(seen.callsOf(() -> keyWrap(Cipher.WRAP_MODE))).isEmpty();
    seen.pass(Duration.ofMillis(1));
    assertThat(seen.callsOf(() -> keyWrap(Cipher.WRAP_MODE))).containsExactly(IS_STILL);
  }

  @Test
  void a_second_later_wrapping_looks_at_the_kek_once_more() throws Exception {
    Cipher cipher = keyWrap(Cipher.WRAP_MODE);
    seen.pass(Duration.ofSeconds(1));
    assertThat(seen.callsOf(() -> cipher.wrap(KEY)))
        .containsExactly(IS_STILL, WRAP[0], WRAP[1], WRAP[2]);
    assertThat(seen.callsOf(() -> cipher.wrap(KEY))).containsExactly(WRAP);
  }

  @Test
  void unwrapping_to_a_handle_reads_back_once_what_the_rules_look_at() throws Exception {
    byte[] blob = keyWrap(Cipher.WRAP_MODE).wrap(KEY);
    Cipher cipher = keyWrap(Cipher.UNWRAP_MODE);
    assertThat(seen.callsOf(() -> unwrap(cipher, blob).destroy()))
        .containsExactly("C_UnwrapKey", readBack(0), "C_DestroyObject");
  }

  @Test
  void unwrapping_into_software_reads_the_value_once() throws Exception {
    WrappedDek dek = provider().deks().generateWrapped(kek);
    DekPolicy policy = DekPolicy.of(token().config()).withBulk(BulkMode.SOFTWARE);
    assertThat(seen.callsOf(() -> provider().deks().open(dek, policy).close()))
        .containsExactly("C_UnwrapKey", "C_GetAttributeValue(2)", "C_DestroyObject");
  }

  @Test
  void making_and_rewrapping_a_dek_take_three_calls_each() throws Exception {
    TokenKey other = make();
    WrappedDek dek = provider().deks().generateWrapped(kek);
    assertThat(seen.callsOf(() -> provider().deks().generateWrapped(kek)))
        .containsExactly("C_GenerateKey", "C_WrapKey", "C_DestroyObject");
    assertThat(seen.callsOf(() -> provider().deks().rewrap(dek, other)))
        .containsExactly("C_UnwrapKey", "C_WrapKey", "C_DestroyObject");
  }

  @Test
  void rewrapping_a_dek_and_proving_the_new_blob_takes_seven_calls() throws Exception {
    TokenKey other = make();
    WrappedDek dek = provider().deks().generateWrapped(kek);
    byte[] iv = new byte[12];
    byte[] text = {1, 2, 3};
    byte[] sealed = new byte[text.length + 16];
    try (DekHandle open = provider().deks().open(dek, DekPolicy.of(token().config()));
        DekHandle.Lease lease = open.forEncryption()) {
      lease.key().encrypt(iv, new byte[0], text, 0, text.length, sealed, 0);
    }
    GcmSample sample = new GcmSample(iv, new byte[0], sealed, text);
    assertThat(
            seen.callsOf(
                () -> assertThat(provider().deks().rewrapProved(dek, other, sample)).isPresent()))
        .containsExactly(
            "C_UnwrapKey",
            "C_WrapKey",
            "C_DestroyObject",
            "C_UnwrapKey",
            "C_DecryptInit",
            "C_Decrypt",
            "C_DestroyObject");
    WrappedDek another = provider().deks().generateWrapped(kek);
    assertThat(provider().deks().rewrapProved(another, other, sample)).isEmpty();
  }

  @Test
  void behind_rsa_the_length_is_read_with_the_rest_or_proven() throws Exception {
    TokenKey rsa = provider().maker().create(KekSpec.rsa(freshName(), 2048));
    WrappedDek dek = provider().deks().generateWrapped(rsa);
    DekPolicy policy = DekPolicy.of(token().config()).withBulk(BulkMode.HSM);
    provider().deks().open(dek, policy).close();
    List<String> calls = seen.callsOf(() -> provider().deks().open(dek, policy).close());
    if (token().name().equals("nss")) {
      assertThat(calls).containsExactly("C_UnwrapKey", readBack(1), "C_DestroyObject");
    } else {
      assertThat(calls)
          .as("a module that told no CKA_VALUE_LEN is not asked again")
          .containsExactly(
              "C_UnwrapKey",
              readBack(0),
              "C_UnwrapKey",
              "C_GenerateKey",
              "C_WrapKey",
              "C_DestroyObject",
              "C_DestroyObject",
              "C_DestroyObject");
    }
  }

  @Test
  void a_bad_blob_costs_a_second_try_where_the_answer_may_be_trouble_and_one_look_at_the_kek()
      throws Exception {
    // SoftHSM2 answers CKR_GENERAL_ERROR, NSS CKR_ENCRYPTED_DATA_INVALID.
    String[] calls =
        token().isOverSoftHsm()
            ? new String[] {"C_UnwrapKey", "C_UnwrapKey", IS_STILL}
            : new String[] {"C_UnwrapKey", IS_STILL};
    byte[] blob = keyWrap(Cipher.WRAP_MODE).wrap(KEY);
    blob[7] ^= 1;
    Cipher cipher = keyWrap(Cipher.UNWRAP_MODE);
    for (int i = 0; i < 3; i++) {
      assertThat(
              seen.callsOf(
                  () ->
                      assertThatThrownBy(() -> unwrap(cipher, blob))
                          .isInstanceOf(InvalidKeyException.class)
                          .hasMessage(BadBlobException.TEXT)
                          .hasNoCause()))
          .containsExactly(calls);
    }
  }

  @Test
  void a_blob_of_an_impossible_length_never_reaches_the_token() throws Exception {
    Cipher cipher = keyWrap(Cipher.UNWRAP_MODE);
    assertThat(
            seen.callsOf(
                () ->
                    assertThatThrownBy(() -> unwrap(cipher, new byte[48]))
                        .hasMessage(BadBlobException.TEXT)))
        .isEmpty();
  }

  @Test
  void a_key_store_looks_each_time() throws Exception {
    KeyStore store = KeyStore.getInstance("Kekkai", provider());
    store.load(null, null);
    String version = kek.ref().label();
    for (int i = 0; i < 2; i++) {
      assertThat(
              seen.callsOf(
                  () -> assertThat(store.getKey(version, null)).isInstanceOf(KekKey.class)))
          .containsExactly(IS_STILL);
    }
  }

  /** Seven usages, TOKEN, SENSITIVE, EXTRACTABLE, MODIFIABLE, and what the module keeps beside. */
  private String readBack(int more) throws TokenException {
    KeyTemplate dek = provider().source().get().profile().templates().of(KeyKind.DEK);
    int looked = 11 + (dek.copyable().isSent() ? 1 : 0) + (dek.allowedMechanisms() ? 1 : 0);
    return "C_GetAttributeValue(" + (looked + more) + ")";
  }
}
