package dev.kekkai.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever comes from outside ends in the one exception, and nothing decrypts. */
class HostileFieldTokenTest {

  private static final SecretKey DEK = new SecretKeySpec(new byte[32], "AES");
  private static final UUID DEK_ID = UUID.fromString("0198c0de-0000-7000-8000-0123456789ab");
  private static final EncryptionContext CONTEXT = EncryptionContext.of("users", "otp_secret");

  private final FieldCipher cipher = FieldCipher.create();
  private final Random random = new Random(20260711);
  private byte[] good = new byte[0];

  @BeforeEach
  void makeOneGoodToken() throws Exception {
    good = cipher.encrypt(DEK, DEK_ID, new byte[33], CONTEXT);
    assertThat(cipher.decrypt(DEK, DEK_ID, good, CONTEXT)).isEqualTo(new byte[33]);
  }

  @Test
  void everyTruncationIsRefused() throws Exception {
    String text = FieldToken.parse(good).toBase64Url();
    for (int length = 0; length < good.length; length++) {
      assertRefused(Arrays.copyOf(good, length));
      assertRefused(Arrays.copyOfRange(good, good.length - length, good.length));
    }
    for (int length = 0; length < text.length(); length++) {
      assertRefused(text.substring(0, length));
    }
  }

  @Test
  void everyFlippedBitIsRefused() {
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] flipped = good.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(flipped);
    }
  }

  @Test
  void everyOtherCharacterIsRefused() throws Exception {
    String text = FieldToken.parse(good).toBase64Url();
    for (int at = 0; at < text.length(); at++) {
      for (char c = 0; c < 256; c++) {
        if (c != text.charAt(at)) {
          assertRefused(text.substring(0, at) + c + text.substring(at + 1));
        }
      }
    }
  }

  @Test
  void appendedBytesAreRefused() {
    for (int more = 1; more < 40; more++) {
      assertRefused(Arrays.copyOf(good, good.length + more));
    }
  }

  @Test
  void garbageIsRefused() {
    for (int i = 0; i < 50_000; i++) {
      byte[] garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);
      assertRefused(garbage);
      assertRefused(Base64.getUrlEncoder().withoutPadding().encodeToString(garbage));
    }
  }

  @Test
  void garbageBehindAGoodHeaderIsRefused() {
    for (int i = 0; i < 50_000; i++) {
      byte[] garbage = new byte[18 + random.nextInt(100)];
      random.nextBytes(garbage);
      System.arraycopy(good, 0, garbage, 0, 18);
      assertRefused(garbage);
    }
  }

  @Test
  void garbageTextIsRefused() {
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder("kQEB");
      for (int length = random.nextInt(100); length > 0; length--) {
        text.append((char) random.nextInt(i % 2 == 0 ? 128 : 65_536));
      }
      assertRefused(text.toString());
    }
  }

  private void assertRefused(byte[] token) {
    try {
      cipher.decrypt(DEK, DEK_ID, token, CONTEXT);
    } catch (Exception e) {
      assertTheOneError(e);
      return;
    }
    fail("decrypted");
  }

  private void assertRefused(String token) {
    try {
      cipher.decrypt(DEK, DEK_ID, token, CONTEXT);
    } catch (Exception e) {
      assertTheOneError(e);
      return;
    }
    fail("decrypted");
  }

  private static void assertTheOneError(Exception e) {
    if (e.getClass() != FieldDecryptionException.class
        || e.getCause() != null
        || !new FieldDecryptionException().getMessage().equals(e.getMessage())) {
      throw new AssertionError("another error for a wrong token", e);
    }
  }
}
