package dev.kekkai.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.BulkMode;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.bulk.BulkKey;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekExhaustedException;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.DekPolicy;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.testkit.TokenContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of a DEK, below JCA. */
class DekTest extends TokenContract {
  private static final byte[] IV = new byte[BulkKey.IV_BYTES];
  private static final byte[] AAD = {7};

  private TokenKey kek;

  @Override
  protected void prepare() throws Exception {
    kek = usualKek();
  }

  @ParameterizedTest
  @EnumSource
  void a_dek_opens_again_from_its_wrapped_form_in_either_mode(BulkMode mode) throws Exception {
    try (DekHandle made = provider().deks().generate(kek, policy(mode));
        DekHandle hsm = provider().deks().open(made.wrapped(), policy(BulkMode.HSM));
        DekHandle soft = provider().deks().open(made.wrapped(), policy(BulkMode.SOFTWARE))) {
      byte[] sealed = encrypt(made, "hello");
      assertThat(decrypt(hsm, sealed)).isEqualTo("hello");
      assertThat(decrypt(soft, sealed)).isEqualTo("hello");
    }
  }

  @Test
  void two_deks_differ() throws Exception {
    assertThat(provider().deks().generateWrapped(kek).blob())
        .isNotEqualTo(provider().deks().generateWrapped(kek).blob());
  }

  @ParameterizedTest
  @EnumSource
  void a_rewrapped_dek_is_the_same_key_under_the_new_version(BulkMode mode) throws Exception {
    TokenKey old = usualKek();
    WrappedDek wrapped = provider().deks().generateWrapped(old);
    TokenKey fresh = provider().maker().rotate(old.ref().name());
    WrappedDek rewrapped = provider().deks().rewrap(wrapped, fresh);
    assertThat(rewrapped.kek()).isEqualTo(fresh.ref());
    assertThat(rewrapped.blob()).isNotEqualTo(wrapped.blob());
    try (DekHandle before = provider().deks().open(wrapped, policy(mode));
        DekHandle after = provider().deks().open(rewrapped, policy(mode))) {
      assertThat(decrypt(after, encrypt(before, "hello"))).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_dek_moves_from_an_aes_kek_to_an_rsa_kek_and_back(BulkMode mode) throws Exception {
    TokenKey aes = aesKek();
    TokenKey rsa = make(KekSpec.rsa(freshName(), 2048));
    WrappedDek wrapped = provider().deks().generateWrapped(aes);
    WrappedDek underRsa = provider().deks().rewrap(wrapped, rsa);
    WrappedDek back = provider().deks().rewrap(underRsa, aes);
    assertThat(underRsa.method().id()).startsWith("rsa-oaep-");
    assertThat(back.method()).isEqualTo(WrapMethod.RFC3394);
    assertThat(back.blob()).as("RFC 3394 has no nonce").isEqualTo(wrapped.blob());
    try (DekHandle before = provider().deks().open(wrapped, policy(mode));
        DekHandle after = provider().deks().open(underRsa, policy(mode))) {
      assertThat(decrypt(after, encrypt(before, "hello"))).isEqualTo("hello");
    }
  }

  @Test
  void an_imported_key_is_the_key_given() throws Exception {
    byte[] value = new byte[32];
    value[5] = 5;
    try (DekHandle dek = provider().deks().importKey(kek, value, policy(BulkMode.HSM))) {
      byte[] sealed = encrypt(dek, "hello");
      // Only now the IV is known: where the module makes it, it is written there.
      byte[] expected =
          Software.sunGcm(javax.crypto.Cipher.ENCRYPT_MODE, value, IV, AAD, "hello".getBytes());
      assertThat(sealed).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_damaged_byte_of_a_blob_gives_the_one_error(BulkMode mode) throws Exception {
    WrappedDek good = provider().deks().generateWrapped(kek);
    for (int i = 0; i < good.blob().length; i++) {
      byte[] blob = good.blob();
      blob[i] ^= 0x10;
      WrappedDek bad = new WrappedDek(good.kek(), good.method(), blob);
      assertThatThrownBy(() -> provider().deks().open(bad, policy(mode)))
          .as("byte " + i)
          .isExactlyInstanceOf(BadBlobException.class)
          .hasMessage(BadBlobException.TEXT)
          .hasNoCause();
    }
    provider().deks().verify(good);
  }

  @ParameterizedTest
  @EnumSource
  void a_blob_of_any_wrong_length_gives_the_one_error(BulkMode mode) throws Exception {
    WrappedDek good = provider().deks().generateWrapped(kek);
    for (int length : new int[] {1, 7, 8, 15, 16, 17, 24, 31, 32, 39, 41, 48, 64, 1024}) {
      WrappedDek bad =
          new WrappedDek(good.kek(), good.method(), java.util.Arrays.copyOf(good.blob(), length));
      assertThatThrownBy(() -> provider().deks().open(bad, policy(mode)))
          .as(length + " bytes")
          .isExactlyInstanceOf(BadBlobException.class)
          .hasNoCause();
    }
  }

  @Test
  void a_blob_under_another_kek_gives_the_one_error() throws Exception {
    WrappedDek good = provider().deks().generateWrapped(kek);
    WrappedDek bad = new WrappedDek(usualKek().ref(), good.method(), good.blob());
    assertThatThrownBy(() -> provider().deks().verify(bad))
        .isExactlyInstanceOf(BadBlobException.class);
    assertThatThrownBy(() -> provider().deks().rewrap(bad, kek))
        .isExactlyInstanceOf(BadBlobException.class);
  }

  @Test
  void a_damaged_rsa_blob_gives_the_one_error() throws Exception {
    TokenKey rsa = make(KekSpec.rsa(freshName(), 2048));
    WrappedDek good = provider().deks().generateWrapped(rsa);
    for (int i : new int[] {0, 1, 128, 255}) {
      byte[] blob = good.blob();
      blob[i] ^= 1;
      WrappedDek bad = new WrappedDek(good.kek(), good.method(), blob);
      assertThatThrownBy(() -> provider().deks().verify(bad))
          .as("byte " + i)
          .isExactlyInstanceOf(BadBlobException.class);
    }
  }

  @Test
  void a_failed_open_leaves_no_session_object_and_no_broken_session() throws Exception {
    WrappedDek good = provider().deks().generateWrapped(kek);
    byte[] blob = good.blob();
    blob[0] ^= 1;
    WrappedDek bad = new WrappedDek(good.kek(), good.method(), blob);
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> provider().deks().verify(bad)).isInstanceOf(BadBlobException.class);
    }
    assertThatCode(() -> provider().deks().verify(good)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void a_closed_dek_says_so(BulkMode mode) throws Exception {
    DekHandle dek = provider().deks().generate(kek, policy(mode));
    dek.close();
    assertThat(dek.isClosed()).isTrue();
    assertThatThrownBy(dek::forEncryption)
        .isInstanceOf(TokenException.class)
        .hasMessageStartingWith("This DEK has been closed");
    assertThatThrownBy(dek::forDecryption).hasMessageStartingWith("This DEK has been closed");
  }

  @ParameterizedTest
  @EnumSource
  void closing_a_dek_in_use_lets_the_operation_finish(BulkMode mode) throws Exception {
    DekHandle dek = provider().deks().generate(kek, policy(mode));
    DekHandle.Lease lease = dek.forEncryption();
    dek.close();
    byte[] out = new byte[16];
    assertThat(lease.key().encrypt(IV, AAD, new byte[0], 0, 0, out, 0)).isEqualTo(16);
    BulkKey key = lease.key();
    lease.close();
    assertThatThrownBy(() -> key.encrypt(IV, AAD, new byte[0], 0, 0, out, 0))
        .isInstanceOf(TokenException.class);
  }

  @ParameterizedTest
  @EnumSource
  void a_dek_past_its_age_is_unwrapped_again(BulkMode mode) throws Exception {
    DekPolicy shortLived = new DekPolicy(mode, Duration.ofNanos(1), 100);
    try (DekHandle dek = provider().deks().generate(kek, shortLived)) {
      byte[] sealed = encrypt(dek, "hello");
      BulkKey before;
      try (DekHandle.Lease lease = dek.forDecryption()) {
        before = lease.key();
      }
      assertThat(decrypt(dek, sealed)).isEqualTo("hello");
      try (DekHandle.Lease lease = dek.forDecryption()) {
        assertThat(lease.key()).isNotSameAs(before);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_dek_of_a_destroyed_kek_stops_working_when_it_comes_of_age(BulkMode mode) throws Exception {
    TokenKey doomed = usualKek();
    DekPolicy shortLived = new DekPolicy(mode, Duration.ofNanos(1), 100);
    try (DekHandle dek = provider().deks().generate(doomed, shortLived)) {
      provider()
          .source()
          .get()
          .withReadWrite(
              session -> {
                session.destroyObject(doomed.object());
                return true;
              });
      assertThatThrownBy(dek::forDecryption).isInstanceOf(TokenException.class);
    }
  }

  @Test
  void a_budget_of_three_ends_after_three_encryptions_and_still_decrypts() throws Exception {
    DekPolicy three = new DekPolicy(BulkMode.SOFTWARE, Duration.ofHours(1), 3);
    try (DekHandle dek = provider().deks().generate(kek, three)) {
      byte[] sealed = encrypt(dek, "one");
      dek.forEncryption().close();
      dek.forEncryption().close();
      assertThatThrownBy(dek::forEncryption)
          .isInstanceOf(DekExhaustedException.class)
          .hasMessageContaining("3");
      assertThat(dek.uses()).isEqualTo(3);
      assertThat(decrypt(dek, sealed)).isEqualTo("one");
    }
  }

  @Test
  void a_key_of_another_length_is_not_imported() {
    assertThatThrownBy(
            () -> provider().deks().importKey(kek, new byte[16], policy(BulkMode.SOFTWARE)))
        .isInstanceOf(TokenException.class)
        .hasMessageContainingAll("32 bytes", "16");
  }

  private DekPolicy policy(BulkMode mode) {
    return DekPolicy.of(token().config()).withBulk(mode);
  }

  private static byte[] encrypt(DekHandle dek, String text) throws Exception {
    byte[] in = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] out = new byte[in.length + BulkKey.TAG_BYTES];
    try (DekHandle.Lease lease = dek.forEncryption()) {
      lease.key().encrypt(IV, AAD, in, 0, in.length, out, 0);
    }
    return out;
  }

  private static String decrypt(DekHandle dek, byte[] sealed) throws Exception {
    byte[] out = new byte[sealed.length];
    try (DekHandle.Lease lease = dek.forDecryption()) {
      int n = lease.key().decrypt(IV, AAD, sealed, 0, sealed.length, out, 0);
      return new String(out, 0, n, java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
