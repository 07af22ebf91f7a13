package dev.kekkai.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldCipherTest {

  private static final SecretKey DEK = key(32, 7);
  private static final UUID DEK_ID = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
  private static final UUID OTHER_ID = UUID.fromString("0198c0de-0000-7000-8000-000000000002");
  private static final EncryptionContext CONTEXT =
      EncryptionContext.of("users", "otp_secret", "42");
  private static final byte[] VALUE = "JBSWY3DPEHPK3PXP".getBytes(UTF_8);

  private final FieldCipher cipher = FieldCipher.create();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 15_360, 1_000_003})
  void aValueOfAnyLengthComesBack(int length) throws Exception {
    byte[] value = new byte[length];
    byte[] token = cipher.encrypt(DEK, DEK_ID, value, CONTEXT);

    assertThat(token).hasSize(46 + length);
    assertThat(cipher.decrypt(DEK, DEK_ID, token, CONTEXT)).isEqualTo(value);
  }

  @Test
  void theTextFormIsTheBinaryFormInBase64Url() throws Exception {
    String text = cipher.encryptToBase64Url(DEK, DEK_ID, VALUE, CONTEXT);
    byte[] binary = FieldToken.parse(text).toBytes();

    assertThat(cipher.decrypt(DEK, DEK_ID, text, CONTEXT)).isEqualTo(VALUE);
    assertThat(cipher.decrypt(DEK, DEK_ID, binary, CONTEXT)).isEqualTo(VALUE);
  }

  @Test
  void theLongestPlaintextIsTakenAndOneByteMoreIsNot() throws Exception {
    byte[] longest = new byte[FieldToken.MAX_PLAINTEXT_BYTES];
    String text = cipher.encryptToBase64Url(DEK, DEK_ID, longest, CONTEXT);

    assertThat(text).hasSize(22_369_683);
    assertThat(cipher.decrypt(DEK, DEK_ID, text, CONTEXT)).isEqualTo(longest);
    assertThatThrownBy(() -> cipher.encrypt(DEK, DEK_ID, new byte[longest.length + 1], CONTEXT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 16777216 bytes, not 16777217");
  }

  @Test
  void everyTokenHasItsOwnNonce() throws Exception {
    Set<String> nonces = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String text = cipher.encryptToBase64Url(DEK, DEK_ID, VALUE, CONTEXT);
      nonces.add(HexFormat.of().formatHex(FieldToken.parse(text).nonce()));
    }
    assertThat(nonces).hasSize(1_000);
  }

  @Test
  void anotherContextDekOrDekIdIsOneAndTheSameError() throws Exception {
    byte[] token = cipher.encrypt(DEK, DEK_ID, VALUE, CONTEXT);
    byte[] ofOtherId = cipher.encrypt(DEK, OTHER_ID, VALUE, CONTEXT);

    List<Throwable> errors = new ArrayList<>();
    errors.add(error(DEK, DEK_ID, token, EncryptionContext.of("users", "otp_secret", "43")));
    errors.add(error(DEK, DEK_ID, token, EncryptionContext.empty()));
    errors.add(error(key(32, 8), DEK_ID, token, CONTEXT));
    errors.add(error(DEK, OTHER_ID, token, CONTEXT));
    errors.add(error(DEK, DEK_ID, ofOtherId, CONTEXT));
    errors.add(error(DEK, DEK_ID, new byte[0], CONTEXT));

    assertThat(errors)
        .allSatisfy(
            error -> {
              assertThat(error).isExactlyInstanceOf(FieldDecryptionException.class).hasNoCause();
              assertThat(error.getSuppressed()).isEmpty();
              assertThat(error.getMessage()).isEqualTo(errors.get(0).getMessage());
              assertThat(error.getStackTrace()[0]).isEqualTo(errors.get(0).getStackTrace()[0]);
            });
  }

  @Test
  void theDekIdOfAHeaderIsAuthenticatedToo() throws Exception {
    byte[] token = cipher.encrypt(DEK, DEK_ID, VALUE, CONTEXT);
    token[17] = 2;

    assertThat(FieldToken.parse(token).dekId()).isEqualTo(OTHER_ID);
    assertThat(error(DEK, OTHER_ID, token, CONTEXT)).isInstanceOf(FieldDecryptionException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 24})
  void aShorterAesKeyIsRefusedBecauseTheSuiteIsAes256(int bytes) throws Exception {
    SecretKey shorter = key(bytes, 7);
    byte[] token = cipher.encrypt(DEK, DEK_ID, VALUE, CONTEXT);

    assertThatThrownBy(() -> cipher.encrypt(shorter, DEK_ID, VALUE, CONTEXT))
        .isInstanceOf(InvalidKeyException.class);
    assertThatThrownBy(() -> cipher.decrypt(shorter, DEK_ID, token, CONTEXT))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void oneProviderCanBeNamed() throws Exception {
    FieldCipher named = FieldCipher.with(Security.getProvider("SunJCE"));
    byte[] token = named.encrypt(DEK, DEK_ID, VALUE, CONTEXT);

    assertThat(cipher.decrypt(DEK, DEK_ID, token, CONTEXT)).isEqualTo(VALUE);
  }

  @Test
  void aProviderWithoutTheSuiteIsRefusedAtOnce() {
    assertThatThrownBy(() -> FieldCipher.with(Security.getProvider("SUN")))
        .isInstanceOf(NoSuchAlgorithmException.class)
        .hasMessageContaining("AES_256/GCM/NoPadding");
  }

  @Test
  void theInputIsLeftAlone() throws Exception {
    byte[] value = VALUE.clone();
    byte[] token = cipher.encrypt(DEK, DEK_ID, value, CONTEXT);
    byte[] copy = token.clone();
    cipher.decrypt(DEK, DEK_ID, token, CONTEXT);

    assertThat(value).isEqualTo(VALUE);
    assertThat(token).isEqualTo(copy);
  }

  @Test
  void oneCipherServesManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        done.add(threads.submit(this::roundTrips));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private boolean roundTrips() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      EncryptionContext row = EncryptionContext.of("t", Integer.toString(i));
      byte[] value = Long.toString(Thread.currentThread().getId() * 10_000 + i).getBytes(UTF_8);
      byte[] token = cipher.encrypt(DEK, DEK_ID, value, row);
      assertThat(cipher.decrypt(DEK, DEK_ID, token, row)).isEqualTo(value);
    }
    return true;
  }

  private Throwable error(SecretKey dek, UUID dekId, byte[] token, EncryptionContext context) {
    return catchThrowable(() -> cipher.decrypt(dek, dekId, token, context));
  }

  private static SecretKey key(int bytes, int fill) {
    byte[] key = new byte[bytes];
    Arrays.fill(key, (byte) fill);
    return new SecretKeySpec(key, "AES");
  }
}
