package dev.kekkai.provider.spi.gcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.ProviderFixture;
import dev.kekkai.provider.bulk.BulkKey;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.InMemoryDek;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcmCipherTest {
  private static final byte[] MESSAGE = new byte[50];
  private static final GCMParameterSpec SPEC = spec(1);

  @TempDir Path folder;

  private final InMemoryDek memory = new InMemoryDek(new byte[32]);
  private KekkaiProvider provider;
  private DekKey dek;

  static {
    for (int i = 0; i < MESSAGE.length; i++) {
      MESSAGE[i] = (byte) (i * 7);
    }
  }

  private static GCMParameterSpec spec(int ivByte) {
    byte[] iv = new byte[12];
    iv[0] = (byte) ivByte;
    return new GCMParameterSpec(128, iv);
  }

  @BeforeEach
  void open() throws Exception {
    provider = ProviderFixture.provider(folder);
    dek = memory.open(provider.source(), (byte) 1, 3);
  }

  private Cipher cipher() throws Exception {
    return Cipher.getInstance("AES/GCM/NoPadding", provider);
  }

  private Cipher encryptor() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, dek, SPEC);
    return cipher;
  }

  private Cipher decryptor() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.DECRYPT_MODE, dek, SPEC);
    return cipher;
  }

  private byte[] bySunJce(byte[] aad) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    cipher.init(Cipher.ENCRYPT_MODE, memory.key, SPEC);
    cipher.updateAAD(aad);
    return cipher.doFinal(MESSAGE);
  }

  @Test
  void writesWhatSunJceWrites() throws Exception {
    Cipher cipher = encryptor();
    cipher.updateAAD(new byte[] {1});
    cipher.updateAAD(ByteBuffer.wrap(new byte[] {2, 3}));

    assertThat(cipher.doFinal(MESSAGE)).isEqualTo(bySunJce(new byte[] {1, 2, 3}));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 49, 50})
  void everySplitGivesTheOneShotResult(int at) throws Exception {
    Cipher cipher = encryptor();
    byte[] early = cipher.update(MESSAGE, 0, at);
    byte[] late = cipher.doFinal(MESSAGE, at, MESSAGE.length - at);

    assertThat(early == null || early.length == 0).isTrue();
    assertThat(late).isEqualTo(bySunJce(new byte[0]));
  }

  @Test
  void withoutParametersAFreshIvIsThereAtOnce() throws Exception {
    Cipher cipher = cipher();
    cipher.init(Cipher.ENCRYPT_MODE, dek);
    byte[] first = cipher.getIV();
    cipher.init(Cipher.ENCRYPT_MODE, dek);

    assertThat(first).hasSize(12).isNotEqualTo(cipher.getIV());
    assertThat(cipher.getParameters().getParameterSpec(GCMParameterSpec.class).getIV())
        .isEqualTo(cipher.getIV());
  }

  @Test
  void theLastIvIsRefusedForEncryption() throws Exception {
    Cipher cipher = encryptor();
    cipher.doFinal(MESSAGE);

    assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, dek, SPEC))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("Cannot reuse iv");
    cipher.init(Cipher.ENCRYPT_MODE, dek, spec(2));
    cipher.init(Cipher.ENCRYPT_MODE, dek, SPEC);
  }

  @Test
  void theLastIvIsRefusedForASecondHandleOfTheSameDek() throws Exception {
    Cipher cipher = encryptor();
    DekKey again = memory.open(provider.source(), (byte) 1, 3);
    DekKey other = memory.open(provider.source(), (byte) 2, 3);

    assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, again, SPEC))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
    cipher.init(Cipher.ENCRYPT_MODE, other, SPEC);
  }

  @Test
  void aCipherThatHasEncryptedKeepsNoForgottenDekOpen() throws Exception {
    Cipher cipher = encryptor();
    cipher.doFinal(MESSAGE);
    dek = null;
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (memory.wiped.get() == 0 && Instant.now().isBefore(deadline)) {
      System.gc();
      Thread.sleep(20);
    }

    assertThat(memory.wiped).hasValue(1);
    DekKey again = memory.open(provider.source(), (byte) 1, 3);
    assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, again, SPEC))
        .isInstanceOf(InvalidAlgorithmParameterException.class);
  }

  @Test
  void anAadOfAnotherLengthThanTheLastIsTakenWhole() throws Exception {
    Cipher cipher = cipher();
    int number = 1;
    for (int length : new int[] {5, 5, 3}) {
      byte[] aad = new byte[length];
      aad[length - 1] = (byte) number;
      cipher.init(Cipher.ENCRYPT_MODE, dek, spec(number));
      cipher.updateAAD(aad, 0, 1);
      cipher.updateAAD(aad, 1, length - 1);
      Cipher sun = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
      sun.init(Cipher.ENCRYPT_MODE, memory.key, spec(number));
      sun.updateAAD(aad);

      assertThat(cipher.doFinal(MESSAGE)).isEqualTo(sun.doFinal(MESSAGE));
      number++;
    }
  }

  @Test
  void anEncryptionNeedsANewInit() throws Exception {
    Cipher cipher = encryptor();
    cipher.doFinal(MESSAGE);

    assertThatThrownBy(() -> cipher.doFinal(MESSAGE)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cipher.update(MESSAGE)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cipher.updateAAD(MESSAGE)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aDecryptionMayBeRepeatedAlsoAfterABadTag() throws Exception {
    byte[] good = bySunJce(new byte[0]);
    byte[] bad = good.clone();
    bad[3] ^= 1;
    Cipher cipher = decryptor();

    assertThat(cipher.doFinal(good)).isEqualTo(MESSAGE);
    assertThatThrownBy(() -> cipher.doFinal(bad))
        .isInstanceOf(AEADBadTagException.class)
        .hasMessage(BulkKey.BAD_CIPHERTEXT)
        .hasNoCause();
    assertThat(cipher.doFinal(good)).isEqualTo(MESSAGE);
  }

  @Test
  void aShortBufferLeavesTheOperationAndTheBudgetAsTheyWere() throws Exception {
    Cipher cipher = encryptor();
    cipher.updateAAD(new byte[] {9});
    cipher.update(MESSAGE, 0, 20);

    assertThatThrownBy(() -> cipher.doFinal(MESSAGE, 20, 30, new byte[65]))
        .isInstanceOf(ShortBufferException.class)
        .hasMessageContaining("66");
    assertThatThrownBy(
            () -> cipher.doFinal(ByteBuffer.wrap(MESSAGE, 20, 30), ByteBuffer.allocate(65)))
        .isInstanceOf(ShortBufferException.class);
    assertThat(dek.handle().uses()).isZero();

    byte[] out = new byte[66];
    assertThat(cipher.doFinal(MESSAGE, 20, 30, out)).isEqualTo(66);
    assertThat(out).isEqualTo(bySunJce(new byte[] {9}));
    assertThat(dek.handle().uses()).isEqualTo(1);
  }

  @Test
  void theOutputSizeIsExact() throws Exception {
    Cipher cipher = encryptor();
    cipher.update(MESSAGE);
    assertThat(cipher.getOutputSize(7)).isEqualTo(50 + 7 + 16);
    Cipher other = decryptor();
    assertThat(other.getOutputSize(16)).isZero();
    assertThat(other.getOutputSize(3)).isZero();
    assertThat(other.getOutputSize(40)).isEqualTo(24);
  }

  @ParameterizedTest
  @ValueSource(ints = {-40, -16, -1, 0, 1, 15, 49, 50, 60})
  void inputAndOutputMayOverlap(int shift) throws Exception {
    byte[] expected = bySunJce(new byte[0]);
    byte[] array = new byte[200];
    System.arraycopy(MESSAGE, 0, array, 60, 50);

    encryptor().doFinal(array, 60, 50, array, 60 + shift);
    assertThat(Arrays.copyOfRange(array, 60 + shift, 126 + shift)).isEqualTo(expected);

    System.arraycopy(expected, 0, array, 60, 66);
    decryptor().doFinal(array, 60, 66, array, 60 + shift);
    assertThat(Arrays.copyOfRange(array, 60 + shift, 110 + shift)).isEqualTo(MESSAGE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void byteBuffersMayBeTheSame(boolean direct) throws Exception {
    ByteBuffer memoryBlock = direct ? ByteBuffer.allocateDirect(200) : ByteBuffer.allocate(200);
    memoryBlock.put(60, MESSAGE);
    ByteBuffer in = memoryBlock.duplicate().position(60).limit(110);
    ByteBuffer out = memoryBlock.duplicate().position(65);

    int written = encryptor().doFinal(in, out);

    byte[] result = new byte[written];
    memoryBlock.get(65, result);
    assertThat(result).isEqualTo(bySunJce(new byte[0]));
    assertThat(in.hasRemaining()).isFalse();
    assertThat(out.position()).isEqualTo(65 + written);
  }

  @Test
  void aReadOnlyBufferIsReadAndLeftAlone() throws Exception {
    Cipher cipher = encryptor();
    ByteBuffer out = ByteBuffer.allocate(66);
    assertThat(cipher.update(ByteBuffer.wrap(MESSAGE, 0, 10), ByteBuffer.allocate(0))).isZero();
    cipher.doFinal(ByteBuffer.wrap(MESSAGE, 10, 40).asReadOnlyBuffer(), out);

    assertThat(out.array()).isEqualTo(bySunJce(new byte[0]));
  }

  @Test
  void aadComesBeforeTheData() throws Exception {
    Cipher cipher = encryptor();
    cipher.update(new byte[1]);
    assertThatThrownBy(() -> cipher.updateAAD(new byte[1]))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void otherParametersAreRefusedWithWhatWouldBeRight() throws Exception {
    Cipher cipher = cipher();
    assertThatThrownBy(
            () -> cipher.init(Cipher.ENCRYPT_MODE, dek, new GCMParameterSpec(96, new byte[12])))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("128");
    assertThatThrownBy(
            () -> cipher.init(Cipher.DECRYPT_MODE, dek, new GCMParameterSpec(128, new byte[16])))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("12");
    assertThatThrownBy(
            () -> cipher.init(Cipher.ENCRYPT_MODE, dek, new IvParameterSpec(new byte[12])))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("GCMParameterSpec");
    assertThatThrownBy(() -> cipher.init(Cipher.DECRYPT_MODE, dek))
        .isInstanceOf(InvalidKeyException.class);
  }

  @Test
  void aCallersIvIsRefusedWhereTheOperatorSaysSo() throws Exception {
    provider = ProviderFixture.provider(folder, "callerIv", "refuse");
    dek = memory.open(provider.source(), (byte) 1, 3);
    Cipher cipher = cipher();

    assertThatThrownBy(() -> cipher.init(Cipher.ENCRYPT_MODE, dek, SPEC))
        .isInstanceOf(InvalidAlgorithmParameterException.class)
        .hasMessageContaining("callerIv");
    assertThat(decryptor().doFinal(bySunJce(new byte[0]))).isEqualTo(MESSAGE);
  }

  @Test
  void keysAreNotWrapped() throws Exception {
    Cipher cipher = cipher();
    assertThatThrownBy(() -> cipher.init(Cipher.WRAP_MODE, dek))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("AES/KW/NoPadding");
  }

  @Test
  void aSoftwareKeyIsRefusedWithTheWayToImportIt() throws Exception {
    Cipher cipher = cipher();
    assertThatThrownBy(
            () -> cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[32], "AES")))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("SecretKeyFactory.getInstance(\"AES\", \"Kekkai\")");
  }

  @Test
  void theBudgetEndsEncryption() throws Exception {
    for (int i = 0; i < 3; i++) {
      encryptor().doFinal(MESSAGE);
    }
    assertThatThrownBy(() -> encryptor().doFinal(MESSAGE))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("dek.max-uses");
  }

  @Test
  void aClosedDekIsRefusedAtInitAndAtTheEnd() throws Exception {
    Cipher open = encryptor();
    dek.close();

    assertThatThrownBy(() -> open.doFinal(MESSAGE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(this::encryptor)
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("closed");
  }
}
