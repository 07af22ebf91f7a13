package dev.kekkai.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.security.InvalidKeyException;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CipherPoolTest {
  private static final UUID ID = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
  private static final EncryptionContext CONTEXT = EncryptionContext.of("t");
  private static final byte[] VALUE = {1, 2, 3};

  private final OpaqueKeys.OpaqueProvider one = new OpaqueKeys.OpaqueProvider("One");
  private final OpaqueKeys.OpaqueProvider two = new OpaqueKeys.OpaqueProvider("Two");

  @BeforeEach
  void register() {
    Security.addProvider(one);
    Security.addProvider(two);
  }

  @AfterEach
  void deregister() {
    Security.removeProvider(one.getName());
    Security.removeProvider(two.getName());
  }

  private static CipherPool pool(Provider provider) {
    return new CipherPool(FieldSuite.AES_256_GCM, provider);
  }

  @Test
  void aCipherOfAnOpaqueKeyServesTheNextCall() {
    CipherPool pool = pool(one);
    CipherPool.Loan loan = pool.lend(one.newKey());
    Cipher cipher = loan.cipher();
    assertThat(loan.isUsed()).isFalse();
    pool.giveBack(loan);

    CipherPool.Loan next = pool.lend(one.newKey());
    assertThat(next.cipher()).isSameAs(cipher);
    assertThat(next.isUsed()).isTrue();
    assertThat(pool.lend(one.newKey()).cipher()).as("lent to one only").isNotSameAs(cipher);
  }

  @Test
  void aCipherOfAKeyWithBytesIsNotKept() {
    CipherPool pool = pool(Security.getProvider("SunJCE"));
    SecretKey key = new SecretKeySpec(new byte[32], "AES");
    CipherPool.Loan loan = pool.lend(key);
    pool.giveBack(loan);

    assertThat(pool.lend(key).isUsed()).isFalse();
    assertThat(pool.lend(one.newKey()).isUsed()).isFalse();
  }

  @Test
  void aKeyThatNobodyElseHoldsIsNotHeldByTheCipherThatServedIt() throws Exception {
    FieldCipher cipher = FieldCipher.with(one);
    SecretKey key = one.newKey();
    cipher.decrypt(key, ID, cipher.encrypt(key, ID, VALUE, CONTEXT), CONTEXT);
    WeakReference<SecretKey> forgotten = new WeakReference<>(key);
    key = null;
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (forgotten.get() != null && Instant.now().isBefore(deadline)) {
      System.gc();
      Thread.sleep(20);
    }

    assertThat(forgotten.get()).isNull();
    SecretKey other = one.newKey();
    byte[] token = cipher.encrypt(other, ID, VALUE, CONTEXT);
    assertThat(cipher.decrypt(other, ID, token, CONTEXT)).isEqualTo(VALUE);
  }

  @Test
  void keysOfTwoProvidersInTurnEachFindTheirOwn() throws Exception {
    FieldCipher cipher = FieldCipher.create();
    SecretKey first = one.newKey();
    SecretKey second = two.newKey();
    for (int i = 0; i < 3; i++) {
      for (SecretKey key : new SecretKey[] {first, second}) {
        byte[] token = cipher.encrypt(key, ID, VALUE, CONTEXT);
        assertThat(cipher.decrypt(key, ID, token, CONTEXT)).isEqualTo(VALUE);
      }
    }
    byte[] token = cipher.encrypt(first, ID, VALUE, CONTEXT);
    assertThat(cipher.decrypt(first, ID, token, CONTEXT)).isEqualTo(VALUE);
    byte[] ofSecond = cipher.encrypt(second, ID, VALUE, CONTEXT);
    cipher.encrypt(first, ID, VALUE, CONTEXT);
    assertThat(cipher.decrypt(second, ID, ofSecond, CONTEXT)).isEqualTo(VALUE);
  }

  @Test
  void aKeyThatNobodyTakesIsRefusedWithAUsedCipherToo() throws Exception {
    FieldCipher cipher = FieldCipher.with(one);
    cipher.encrypt(one.newKey(), ID, VALUE, CONTEXT);

    assertThatThrownBy(() -> cipher.encrypt(two.newKey(), ID, VALUE, CONTEXT))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void aCipherThatFailedIsNotUsedAgain() throws Exception {
    FieldCipher cipher = FieldCipher.with(one);
    SecretKey key = one.newKey();
    byte[] token = cipher.encrypt(key, ID, VALUE, CONTEXT);
    int made = one.made();
    token[token.length - 1] ^= 1;
    assertThatThrownBy(() -> cipher.decrypt(key, ID, token, CONTEXT))
        .isInstanceOf(FieldDecryptionException.class);

    cipher.encrypt(key, ID, VALUE, CONTEXT);
    assertThat(one.made()).isEqualTo(made + 1);
  }
}
