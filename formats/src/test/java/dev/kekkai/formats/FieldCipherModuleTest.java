package dev.kekkai.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.Key;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.UUID;
import java.util.function.Supplier;
import javax.crypto.BadPaddingException;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a module says about itself is not what a token's forger hears, and the reverse. */
class FieldCipherModuleTest {

  private static final SecretKey DEK = new SecretKeySpec(new byte[32], "AES");
  private static final UUID DEK_ID = new UUID(1, 2);
  private static final EncryptionContext CONTEXT = EncryptionContext.of("t", "c", "r");
  private static final byte[] NONCE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  @Test
  void theNonceIsTheOneTheModuleMade() throws Exception {
    FieldCipher cipher = FieldCipher.with(ModuleNonceCipher.provider(NONCE));
    byte[] token = cipher.encrypt(DEK, DEK_ID, new byte[5], CONTEXT);

    assertThat(FieldToken.parse(token).nonce()).isEqualTo(NONCE);
    assertThat(FieldCipher.create().decrypt(DEK, DEK_ID, token, CONTEXT)).isEqualTo(new byte[5]);
    assertThat(cipher.decrypt(DEK, DEK_ID, token, CONTEXT)).isEqualTo(new byte[5]);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void aNonceOfAnotherLengthIsNotWrittenDown(int length) throws Exception {
    FieldCipher cipher = FieldCipher.with(ModuleNonceCipher.provider(new byte[length]));

    assertThatThrownBy(() -> cipher.encrypt(DEK, DEK_ID, new byte[5], CONTEXT))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("nonce of " + length + " bytes")
        .hasMessageContaining("has 12");
  }

  @Test
  void aTokenWithoutANonceIsNotMade() throws Exception {
    FieldCipher cipher =
        with(
            () ->
                new ModuleNonceCipher(NONCE) {
                  @Override
                  protected byte @Nullable [] engineGetIV() {
                    return null;
                  }
                });

    assertThatThrownBy(() -> cipher.encrypt(DEK, DEK_ID, new byte[5], CONTEXT))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("nonce of no bytes");
  }

  @Test
  void aShorterTagThanTheSuitesIsNotWrittenDown() throws Exception {
    FieldCipher cipher =
        with(
            () ->
                new ModuleNonceCipher(NONCE) {
                  @Override
                  protected int engineDoFinal(byte[] in, int at, int length, byte[] out, int to)
                      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
                    return super.engineDoFinal(in, at, length, out, to) - 4;
                  }
                });

    assertThatThrownBy(() -> cipher.encrypt(DEK, DEK_ID, new byte[5], CONTEXT))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("wrote 17 bytes")
        .hasMessageContaining("makes 21");
  }

  @Test
  void aModuleThatIsAwayIsNoWrongToken() throws Exception {
    passesThrough(new ProviderException("CKR_DEVICE_REMOVED"));
  }

  @Test
  void aClosedDekIsNoWrongToken() throws Exception {
    passesThrough(new IllegalStateException("The DEK is closed"));
  }

  @Test
  void aPlaintextTooLongForTheModuleIsSaidAsTheModuleSaysIt() throws Exception {
    FieldCipher cipher = with(() -> new TooSmall());

    assertThatThrownBy(() -> cipher.encrypt(DEK, DEK_ID, new byte[5], CONTEXT))
        .isInstanceOf(IllegalBlockSizeException.class)
        .hasMessage("at most 4 bytes");
  }

  @Test
  void aCiphertextLengthTheModuleRefusesIsAWrongToken() throws Exception {
    byte[] token = FieldCipher.create().encrypt(DEK, DEK_ID, new byte[5], CONTEXT);
    FieldCipher cipher = with(() -> new TooSmall());

    assertThatThrownBy(() -> cipher.decrypt(DEK, DEK_ID, token, CONTEXT))
        .isExactlyInstanceOf(FieldDecryptionException.class)
        .hasNoCause();
  }

  private static void passesThrough(RuntimeException failure) throws Exception {
    byte[] token = FieldCipher.create().encrypt(DEK, DEK_ID, new byte[5], CONTEXT);
    FieldCipher cipher =
        with(
            () ->
                new ModuleNonceCipher(NONCE) {
                  @Override
                  protected void engineInit(int mode, Key key, @Nullable SecureRandom random) {
                    throw failure;
                  }

                  @Override
                  protected void engineInit(
                      int mode,
                      Key key,
                      AlgorithmParameterSpec spec,
                      @Nullable SecureRandom random) {
                    throw failure;
                  }
                });

    assertThatThrownBy(() -> cipher.encrypt(DEK, DEK_ID, new byte[5], CONTEXT)).isSameAs(failure);
    assertThatThrownBy(() -> cipher.decrypt(DEK, DEK_ID, token, CONTEXT)).isSameAs(failure);
  }

  private static FieldCipher with(Supplier<CipherSpi> cipher) throws Exception {
    return FieldCipher.with(ModuleNonceCipher.provider(cipher));
  }

  private static final class TooSmall extends ModuleNonceCipher {

    TooSmall() {
      super(NONCE);
    }

    @Override
    protected int engineDoFinal(byte[] in, int at, int length, byte[] out, int to)
        throws IllegalBlockSizeException {
      throw new IllegalBlockSizeException("at most 4 bytes");
    }
  }
}
