package dev.kekkai.integration.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Cryptoki;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.integration.binding.BothBindings.Side;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the module computes is the same through both bindings, and one reads what the other made.
 */
class BindingsComputeAlikeTest extends BindingContract {
  private static final Mechanism WRAP = new Mechanism.KeyWrap(Ckm.AES_KEY_WRAP, null);
  private static final long MGF1_SHA1 = 1;

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0",
    "16, 20",
    "64, 20",
    "64, 100000",
    "4096, 0",
    "4097, 1",
    "65537, 100000",
    "3145728, 20",
    "0, 3000000"
  })
  void gcm_gives_the_same_bytes_and_opens_crosswise(int length, int aadLength) throws Exception {
    Random random = new Random(length);
    byte[] plain = bytes(random, length);
    Mechanism gcm =
        new Mechanism.Gcm(Ckm.AES_GCM, bytes(random, 12), bytes(random, aadLength), 128);
    long key = create(both().iaik(), aes().build());
    byte[] sealed = same(side -> new Bytes(encrypt(side, gcm, key, plain))).bytes();
    assertThat(sealed).hasSize(length + 16);
    assertThat(same(side -> new Bytes(decrypt(side, gcm, key, sealed))).bytes()).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 64, 65537})
  void a_bad_tag_is_refused_alike_and_the_session_goes_on(int length) throws Exception {
    Mechanism gcm = new Mechanism.Gcm(Ckm.AES_GCM, new byte[12], new byte[0], 128);
    long key = create(both().other(), aes().build());
    byte[] plain = bytes(new Random(length), length);
    byte[] sealed = encrypt(both().other(), gcm, key, plain);
    sealed[sealed.length - 1] ^= 1;
    assertThat(sameAnswer(side -> decrypt(side, gcm, key, sealed))).isNotZero();
    sealed[sealed.length - 1] ^= 1;
    assertThat(same(side -> new Bytes(decrypt(side, gcm, key, sealed))).bytes()).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 64, 65537})
  void a_call_that_fails_in_place_leaves_its_input_as_it_was(int length) throws Exception {
    Mechanism gcm = new Mechanism.Gcm(Ckm.AES_GCM, new byte[12], new byte[0], 128);
    long key = create(both().other(), aes().build());
    byte[] plain = bytes(new Random(length), length);
    for (Side side : both().sides()) {
      ByteBuffer memory = ByteBuffer.allocateDirect(length + 32).put(0, plain);
      ByteBuffer opened = memory.slice(0, length);
      ByteBuffer sealed = memory.slice(0, length + 16);

      encrypt(side, gcm, key, opened, memory.slice());
      byte[] whole = new byte[length + 16];
      sealed.put(0, (byte) (sealed.get(0) ^ 1)).get(0, whole);
      assertThat(answer(side, s -> decrypt(s, gcm, key, sealed, memory.slice()))).isNotZero();
      assertThat(sealed).isEqualTo(ByteBuffer.wrap(whole));

      sealed.put(0, (byte) (sealed.get(0) ^ 1));
      assertThat(decrypt(side, gcm, key, sealed, memory.slice())).isEqualTo(length);
      assertThat(opened).isEqualTo(ByteBuffer.wrap(plain));
    }
  }

  @Test
  void a_bad_tag_leaves_zeros_and_nothing_beyond_them() throws Exception {
    Mechanism gcm = new Mechanism.Gcm(Ckm.AES_GCM, new byte[12], new byte[0], 128);
    long key = create(both().other(), aes().build());
    byte[] sealed = encrypt(both().other(), gcm, key, new byte[100]);
    sealed[0] ^= 1;
    for (Side side : both().sides()) {
      ByteBuffer in = ByteBuffer.allocateDirect(sealed.length).put(0, sealed);
      byte[] rest = bytes(new Random(1), 300 - sealed.length);
      ByteBuffer out = ByteBuffer.allocateDirect(300).put(sealed.length, rest);
      assertThat(answer(side, s -> decrypt(s, gcm, key, in, out))).isNotZero();
      assertThat(out.slice(0, sealed.length)).isEqualTo(ByteBuffer.allocate(sealed.length));
      assertThat(out.slice(sealed.length, rest.length)).isEqualTo(ByteBuffer.wrap(rest));
    }
  }

  private static int encrypt(Side side, Mechanism gcm, long key, ByteBuffer in, ByteBuffer out)
      throws CryptokiException {
    side.cryptoki().C_EncryptInit(side.session(), gcm, key);
    return side.cryptoki().C_Encrypt(side.session(), in, out);
  }

  private static int decrypt(Side side, Mechanism gcm, long key, ByteBuffer in, ByteBuffer out)
      throws CryptokiException {
    side.cryptoki().C_DecryptInit(side.session(), gcm, key);
    return side.cryptoki().C_Decrypt(side.session(), in, out);
  }

  @Test
  void memory_that_was_given_back_reaches_no_module() throws Exception {
    Cryptoki gone = both().other().cryptoki().forSession();
    gone.release();
    if (gone.binding().equals("ffm")) {
      assertThatThrownBy(() -> gone.C_GenerateRandom(both().other().session(), new byte[64]))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void a_ciphertext_shorter_than_a_tag_is_refused_alike() throws Exception {
    Mechanism gcm = new Mechanism.Gcm(Ckm.AES_GCM, new byte[12], new byte[0], 128);
    long key = create(both().other(), aes().build());
    for (int length : new int[] {1, 15}) {
      assertThat(sameAnswer(side -> decrypt(side, gcm, key, new byte[length]))).isNotZero();
    }
  }

  @Test
  void rfc_3394_gives_the_same_bytes_and_unwraps_crosswise() throws Exception {
    long kek = create(both().iaik(), aes().build());
    long key = create(both().other(), aes().build());
    byte[] blob = same(side -> new Bytes(wrap(side, kek, key))).bytes();
    assertThat(blob).hasSize(40);
    for (Side side : both().sides()) {
      long opened = unwrap(side, kek, blob);
      assertThat(value(side, opened)).isEqualTo(KEY);
    }
    blob[7] ^= 1;
    assertThat(sameAnswer(side -> unwrap(side, kek, blob))).isNotZero();
    assertThat(sameAnswer(side -> unwrap(side, kek, new byte[23]))).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 100_000})
  void hmac_gives_the_same_bytes(int length) throws Exception {
    Template template =
        secret(Ckk.GENERIC_SECRET).with(Cka.VALUE, KEY).with(Cka.SIGN, true).build();
    long key = create(both().other(), template);
    byte[] data = bytes(new Random(length), length);
    byte[] mac =
        same(side -> {
              side.cryptoki().C_SignInit(side.session(), new Mechanism.Plain(Ckm.SHA256_HMAC), key);
              return new Bytes(side.cryptoki().C_Sign(side.session(), data));
            })
            .bytes();
    assertThat(mac).hasSize(32);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9})
  void oaep_opens_crosswise_with_and_without_a_label(int labelLength) throws Exception {
    long[] pair = rsa(both().other());
    Mechanism oaep =
        new Mechanism.RsaOaep(Ckm.RSA_PKCS_OAEP, Ckm.SHA_1, MGF1_SHA1, new byte[labelLength]);
    if (sameAnswer(side -> encrypt(side, oaep, pair[0], KEY)) != 0) {
      assertThat(labelLength).as("every module takes an empty label").isPositive();
      return;
    }
    for (Side maker : both().sides()) {
      byte[] sealed = encrypt(maker, oaep, pair[0], KEY);
      byte[] opened = same(side -> new Bytes(decrypt(side, oaep, pair[1], sealed))).bytes();
      assertThat(opened).isEqualTo(KEY);
    }
  }

  /** NSS softokn gives at most 64 KiB at once. */
  @Test
  void random_numbers_fill_the_whole_array() throws Exception {
    for (Side side : both().sides()) {
      byte[] first = new byte[60_000];
      side.cryptoki().C_GenerateRandom(side.session(), first);
      byte[] second = new byte[60_000];
      side.cryptoki().C_GenerateRandom(side.session(), second);
      for (int at = 0; at < first.length; at += 1000) {
        assertThat(Arrays.copyOfRange(first, at, at + 1000))
            .isNotEqualTo(new byte[1000])
            .isNotEqualTo(Arrays.copyOfRange(second, at, at + 1000));
      }
    }
  }

  /** Equal by what they hold, and not printed. */
  private record Bytes(byte[] bytes) {
    @Override
    public boolean equals(Object o) {
      return o instanceof Bytes other && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return bytes.length + " bytes";
    }
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] wrap(Side side, long kek, long key) throws CryptokiException {
    byte[] out = new byte[64];
    int length = side.cryptoki().C_WrapKey(side.session(), WRAP, kek, key, out, 0);
    return Arrays.copyOf(out, length);
  }

  private static long unwrap(Side side, long kek, byte[] blob) throws CryptokiException {
    Template template =
        secret(Ckk.AES).with(Cka.SENSITIVE, false).with(Cka.EXTRACTABLE, true).build();
    return side.cryptoki().C_UnwrapKey(side.session(), WRAP, kek, blob, 0, blob.length, template);
  }

  private static byte[] value(Side side, long key) throws CryptokiException {
    return side.cryptoki().C_GetAttributeValue(side.session(), key, Cka.VALUE).bytes(Cka.VALUE);
  }

  static long[] rsa(Side side) throws CryptokiException {
    Template forPublic =
        Template.builder()
            .with(Cka.CLASS, Cko.PUBLIC_KEY)
            .with(Cka.TOKEN, false)
            .with(Cka.MODULUS_BITS, 2048)
            .with(Cka.PUBLIC_EXPONENT, new byte[] {1, 0, 1})
            .with(Cka.ENCRYPT, true)
            .build();
    Template forPrivate =
        Template.builder()
            .with(Cka.CLASS, Cko.PRIVATE_KEY)
            .with(Cka.TOKEN, false)
            .with(Cka.PRIVATE, true)
            .with(Cka.DECRYPT, true)
            .build();
    return side.cryptoki()
        .C_GenerateKeyPair(
            side.session(), new Mechanism.Plain(Ckm.RSA_PKCS_KEY_PAIR_GEN), forPublic, forPrivate);
  }
}
