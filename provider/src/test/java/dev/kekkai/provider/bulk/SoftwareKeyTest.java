package dev.kekkai.provider.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.TokenException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SoftwareKeyTest {
  private static final SecretKey AES = new SecretKeySpec(new byte[32], "AES");
  private static final byte[] AAD = {1, 2, 3};
  private static final byte[] MESSAGE = new byte[100];

  private final SoftwareKey key =
      new SoftwareKey(new MemoryKey(new byte[32]), Security.getProvider("SunJCE"));
  private final BulkKey lane = key.lane();

  private static byte[] iv(int number) {
    byte[] iv = new byte[12];
    iv[3] = (byte) number;
    return iv;
  }

  private static byte[] bySunJce(byte[] iv) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    cipher.init(Cipher.ENCRYPT_MODE, AES, new GCMParameterSpec(128, iv));
    cipher.updateAAD(AAD);
    return cipher.doFinal(MESSAGE);
  }

  private static byte[] encrypt(BulkKey key, byte[] iv) throws Exception {
    byte[] out = new byte[MESSAGE.length + 16];
    assertThat(key.encrypt(iv, AAD, MESSAGE, 0, MESSAGE.length, out, 0)).isEqualTo(out.length);
    return out;
  }

  private static byte[] decrypt(BulkKey key, byte[] iv, byte[] sealed) throws Exception {
    byte[] out = new byte[sealed.length - 16];
    assertThat(key.decrypt(iv, AAD, sealed, 0, sealed.length, out, 0)).isEqualTo(out.length);
    return out;
  }

  @Test
  void aLaneEncryptsOneMessageAfterAnotherAsSunJceDoes() throws Exception {
    byte[] iv = new byte[12];
    for (int i = 0; i < 5; i++) {
      iv[0] = (byte) i; // the caller's array is written over between calls
      assertThat(encrypt(lane, iv)).isEqualTo(bySunJce(iv));
      assertThat(decrypt(lane, iv, bySunJce(iv))).isEqualTo(MESSAGE);
    }
  }

  @Test
  void withoutALaneItDoesTheSame() throws Exception {
    assertThat(encrypt(key, iv(1))).isEqualTo(bySunJce(iv(1)));
    assertThat(decrypt(key, iv(1), bySunJce(iv(1)))).isEqualTo(MESSAGE);
  }

  @Test
  void anIvThatAnotherUserOfTheLaneHadIsNoConcernOfTheLane() throws Exception {
    assertThat(encrypt(lane, iv(1))).isEqualTo(encrypt(lane, iv(1)));
    assertThat(encrypt(lane, iv(2))).isEqualTo(bySunJce(iv(2)));
  }

  @Test
  void aLaneThatEncryptsAndDecryptsByTurnsKeepsItsCipher() throws Exception {
    CountingSunJce counting = new CountingSunJce();
    BulkKey counted = new SoftwareKey(new MemoryKey(new byte[32]), counting).lane();
    for (int i = 0; i < 6; i++) {
      assertThat(decrypt(counted, iv(i), encrypt(counted, iv(i)))).isEqualTo(MESSAGE);
    }
    assertThat(counting.made).isEqualTo(1);
  }

  /** SunJCE by name and deed. */
  private static final class CountingSunJce extends Provider {
    private static final long serialVersionUID = 1;

    private int made;

    private CountingSunJce() {
      super("SunJCE", "1", "counts the Ciphers it makes");
      String name = "AES/GCM/NoPadding";
      Service real = Security.getProvider("SunJCE").getService("Cipher", name);
      putService(
          new Service(this, "Cipher", name, real.getClassName(), null, null) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
              made++;
              return real.newInstance(parameter);
            }
          });
    }
  }

  @Test
  void afterABadTagTheLaneGoesOn() throws Exception {
    byte[] sealed = bySunJce(iv(1));
    sealed[7] ^= 1;

    assertThatThrownBy(() -> decrypt(lane, iv(1), sealed))
        .isExactlyInstanceOf(AEADBadTagException.class)
        .hasMessage(BulkKey.BAD_CIPHERTEXT)
        .hasNoCause();
    assertThat(decrypt(lane, iv(1), bySunJce(iv(1)))).isEqualTo(MESSAGE);
  }

  @Test
  void aWipedKeyWorksInNoLane() throws Exception {
    encrypt(lane, iv(1));
    lane.wipe();
    key.wipe();

    assertThatThrownBy(() -> encrypt(lane, iv(2))).isInstanceOf(TokenException.class);
    assertThatThrownBy(() -> decrypt(lane, iv(2), new byte[30])).isInstanceOf(TokenException.class);
    assertThatThrownBy(() -> encrypt(key, iv(2))).isInstanceOf(TokenException.class);
  }

  @Test
  void aWipedKeyIsWrittenOverAndGivesNothingOut() {
    byte[] value = new byte[32];
    value[5] = 9;
    MemoryKey own = new MemoryKey(value);
    assertThat(own.getEncoded()).isEqualTo(value);

    own.destroy();

    assertThat(own.isDestroyed()).isTrue();
    assertThatThrownBy(own::getEncoded).isInstanceOf(IllegalStateException.class);
  }
}
