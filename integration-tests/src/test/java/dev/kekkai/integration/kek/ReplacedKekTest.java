package dev.kekkai.integration.kek;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.time.Duration;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

/**
 * A KEK is destroyed and another one takes its label, or its handle, while Ciphers and DEKs of the
 * first one are in use.
 */
class ReplacedKekTest extends SeenContract {
  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final String GONE = "There is no key";
  private static final String ANOTHER = "The token now has another key under the label";

  @Test
  void a_blob_of_a_remade_kek_is_refused_as_any_bad_blob() throws Exception {
    byte[] blob = keyWrap(Cipher.WRAP_MODE).wrap(KEY);
    Cipher cipher = keyWrap(Cipher.UNWRAP_MODE);
    remake();
    for (Duration later : new Duration[] {Duration.ZERO, A_SECOND}) {
      seen.pass(later);
      assertThatThrownBy(() -> unwrap(cipher, blob))
          .isInstanceOf(InvalidKeyException.class)
          .hasMessage(BadBlobException.TEXT)
          .hasNoCause();
    }
  }

  @Test
  void a_cipher_of_a_remade_kek_wraps_no_more() throws Exception {
    Cipher cipher = keyWrap(Cipher.WRAP_MODE);
    remake();
    for (Duration later : new Duration[] {Duration.ZERO, A_SECOND}) {
      seen.pass(later);
      assertThatThrownBy(() -> cipher.wrap(KEY))
          .isInstanceOf(InvalidKeyException.class)
          .hasMessageContaining(ANOTHER);
    }
  }

  @Test
  void a_new_blob_opens_with_the_remade_kek_though_the_old_handle_was_known() throws Exception {
    keyWrap(Cipher.WRAP_MODE);
    TokenKey remade = remakeUnseen();
    byte[] blob = blobOf(remade);
    Cipher cipher = keyWrap(Cipher.UNWRAP_MODE);
    unwrap(cipher, blob).destroy();
  }

  @Test
  void a_destroyed_kek_neither_wraps_nor_unwraps() throws Exception {
    byte[] blob = keyWrap(Cipher.WRAP_MODE).wrap(KEY);
    Cipher unwrapping = keyWrap(Cipher.UNWRAP_MODE);
    Cipher wrapping = keyWrap(Cipher.WRAP_MODE);
    seen.destroy(kek);
    assertThatThrownBy(() -> wrapping.wrap(KEY)).hasMessageContaining(GONE);
    assertThatThrownBy(() -> unwrap(unwrapping, blob)).hasMessageContaining(GONE);
    assertThatThrownBy(() -> provider().deks().generateWrapped(kek)).hasMessageContaining(GONE);
  }

  @Test
  void a_reused_handle_is_never_wrapped_under_once_the_second_is_over() throws Exception {
    Cipher cipher = keyWrap(Cipher.WRAP_MODE);
    giveHandleTo(make());
    seen.pass(A_SECOND);
    assertThat(
            seen.callsOf(
                () ->
                    assertThatThrownBy(() -> cipher.wrap(KEY))
                        .isInstanceOf(InvalidKeyException.class)
                        .hasMessageContaining(GONE)))
        .doesNotContain("C_WrapKey", "C_CreateObject");
    assertThatThrownBy(() -> keyWrap(Cipher.WRAP_MODE)).isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> provider().deks().generateWrapped(kek)).hasMessageContaining(GONE);
  }

  @Test
  void a_reused_handle_under_the_same_label_is_told_by_its_id() throws Exception {
    Cipher cipher = keyWrap(Cipher.WRAP_MODE);
    TokenKey remade = remakeUnseen();
    seen.reuse(kek, remade);
    seen.pass(A_SECOND);
    assertThat(
            seen.callsOf(
                () ->
                    assertThatThrownBy(() -> cipher.wrap(KEY))
                        .isInstanceOf(InvalidKeyException.class)
                        .hasMessageContaining(ANOTHER)))
        .doesNotContain("C_WrapKey");
  }

  @Test
  void a_reused_handle_unwraps_nothing_even_within_the_second() throws Exception {
    WrappedDek old = provider().deks().generateWrapped(kek);
    Cipher cipher = keyWrap(Cipher.UNWRAP_MODE);
    giveHandleTo(make());
    assertThatThrownBy(() -> unwrap(cipher, old.blob()))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining(GONE);
    assertThatThrownBy(() -> provider().deks().rewrap(old, make())).hasMessageContaining(GONE);
    assertThatThrownBy(() -> provider().deks().verify(old)).hasMessageContaining(GONE);
  }

  @Test
  void a_reused_handle_of_a_key_that_unwraps_nothing_is_the_same_to_the_caller() throws Exception {
    byte[] blob = keyWrap(Cipher.WRAP_MODE).wrap(KEY);
    Cipher unwrapping = keyWrap(Cipher.UNWRAP_MODE);
    Cipher wrapping = keyWrap(Cipher.WRAP_MODE);
    giveHandleTo(provider().maker().create(KekSpec.index(freshName())));
    assertThatThrownBy(() -> unwrap(unwrapping, blob)).hasMessageContaining(GONE);
    assertThatThrownBy(() -> wrapping.wrap(KEY)).hasMessageContaining(GONE);
  }

  @Test
  void a_kek_that_got_another_handle_goes_on() throws Exception {
    Cipher wrapping = keyWrap(Cipher.WRAP_MODE);
    Cipher unwrapping = keyWrap(Cipher.UNWRAP_MODE);
    byte[] blob = wrapping.wrap(KEY);
    seen.move(kek);
    unwrap(unwrapping, blob).destroy();
    assertThat(wrapping.wrap(KEY)).isEqualTo(blob);
  }

  @Test
  void a_kek_that_got_another_handle_goes_on_wrapping() throws Exception {
    Cipher wrapping = keyWrap(Cipher.WRAP_MODE);
    byte[] blob = wrapping.wrap(KEY);
    seen.move(kek);
    assertThat(wrapping.wrap(KEY)).isEqualTo(blob);
  }

  private void giveHandleTo(TokenKey other) throws Exception {
    seen.destroy(kek);
    seen.reuse(kek, other);
  }

  private void remake() throws Exception {
    TokenKey remade = remakeUnseen();
    assertThat(remade.object()).as("another handle").isNotEqualTo(kek.object());
  }

  /** By another provider, so that the one seen still knows the old key. */
  private TokenKey remakeUnseen() throws Exception {
    seen.destroy(kek);
    try (var other = token().provider()) {
      TokenKey remade = other.maker().create(KekSpec.aes(kek.ref().name()));
      assertThat(remade.ref()).isEqualTo(kek.ref());
      return remade;
    }
  }

  private byte[] blobOf(TokenKey remade) throws Exception {
    try (var other = token().provider()) {
      return other.deks().generateWrapped(other.tokenKeys().find(remade.ref())).blob();
    }
  }
}
