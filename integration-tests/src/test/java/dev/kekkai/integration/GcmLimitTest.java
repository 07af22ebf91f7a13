package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.testkit.matrix.NotSupported;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages longer than the token takes in one call, which the configuration sets to 1000 bytes. */
class GcmLimitTest extends JcaContract {
  private static final int LIMIT = 1000;

  @Override
  protected String[] overrides() {
    String[] kek = super.overrides();
    return Stream.concat(Arrays.stream(kek), Stream.of("hsm.max-message", "1000"))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 1015, 1016, 1017, 2000, 2001, 5000, 70_000})
  void a_long_message_goes_in_parts_or_is_refused_naming_the_limit(int size) throws Exception {
    byte[] plain = SeededBytes.of(size, size);
    SecretKey key = imported(KEY, BulkMode.HSM);
    Cipher cipher = gcm();
    cipher.init(Cipher.ENCRYPT_MODE, key);
    cipher.updateAAD(new byte[] {1});
    if (!provider().source().get().profile().gcm().multipart()) {
      assertThatThrownBy(() -> cipher.doFinal(plain))
          .hasMessageContainingAll("1000 bytes", String.valueOf(size), "bulk = software");
      return;
    }
    byte[] sealed = cipher.doFinal(plain);
    byte[] iv = cipher.getIV();
    assertThat(sealed)
        .isEqualTo(Software.sunGcm(Cipher.ENCRYPT_MODE, KEY, iv, new byte[] {1}, plain));
    Cipher back = gcm(Cipher.DECRYPT_MODE, key, iv);
    back.updateAAD(new byte[] {1});
    assertThat(back.doFinal(sealed)).isEqualTo(plain);
  }

  @Test
  void a_long_message_in_place_gives_the_same() throws Exception {
    requireParts();
    byte[] plain = SeededBytes.of(1, 3000);
    byte[] iv = SeededBytes.of(2, 12);
    byte[] expected = Software.sunGcm(Cipher.ENCRYPT_MODE, KEY, iv, new byte[0], plain);
    SecretKey key = imported(KEY, BulkMode.HSM);
    byte[] shared = Arrays.copyOf(plain, 3016);
    gcm(Cipher.ENCRYPT_MODE, key, iv).doFinal(shared, 0, 3000, shared, 0);
    assertThat(shared).isEqualTo(expected);
    gcm(Cipher.DECRYPT_MODE, key, iv).doFinal(shared, 0, 3016, shared, 0);
    assertThat(Arrays.copyOf(shared, 3000)).isEqualTo(plain);
  }

  @Test
  void a_long_tampered_message_gives_nothing_out() throws Exception {
    requireParts();
    byte[] iv = SeededBytes.of(2, 12);
    byte[] sealed =
        Software.sunGcm(Cipher.ENCRYPT_MODE, KEY, iv, new byte[0], SeededBytes.of(1, 3000));
    sealed[2999] ^= 1;
    byte[] out = new byte[3016];
    Cipher cipher = gcm(Cipher.DECRYPT_MODE, imported(KEY, BulkMode.HSM), iv);
    assertThatThrownBy(() -> cipher.doFinal(sealed, 0, sealed.length, out, 0))
        .isExactlyInstanceOf(javax.crypto.AEADBadTagException.class);
    assertThat(out).containsOnly(0);
  }

  private void requireParts() throws Exception {
    if (!provider().source().get().profile().gcm().multipart()) {
      throw NotSupported.on(token(), "AES-GCM in parts");
    }
  }

  @Test
  void the_limit_is_not_the_softwares() throws Exception {
    Cipher cipher = gcm();
    cipher.init(Cipher.ENCRYPT_MODE, dek(BulkMode.SOFTWARE));
    assertThat(cipher.doFinal(new byte[LIMIT * 10])).hasSize(LIMIT * 10 + 16);
  }
}
