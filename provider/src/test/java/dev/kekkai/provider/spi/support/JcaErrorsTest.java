package dev.kekkai.provider.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.TokenTroubleException;
import dev.kekkai.provider.bulk.TooLong;
import dev.kekkai.provider.keys.BadBlobException;
import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import org.junit.jupiter.api.Test;

class JcaErrorsTest {
  private final TokenException plain = new TokenException("what is wrong", false, null);
  private final CryptokiException gone = new CryptokiException("C_Decrypt", Ckr.DEVICE_REMOVED);

  @Test
  void initTellsWhatIsWrongAndWhy() {
    assertThat(JcaErrors.init(gone))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("CKR_DEVICE_REMOVED")
        .hasCause(gone);
  }

  @Test
  void aMessageTooLongToEncryptIsABlockSizeError() {
    assertThatThrownBy(() -> JcaErrors.encrypt(TooLong.message()))
        .isInstanceOf(IllegalBlockSizeException.class)
        .hasMessageContaining("20000");
  }

  @Test
  void everythingElseInEncryptionKeepsItsTextAndCause() throws Exception {
    assertThat(JcaErrors.encrypt(gone))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("CKR_DEVICE_REMOVED")
        .hasCause(gone);
  }

  @Test
  void troubleSaysWhetherARetryCanHelp() throws Exception {
    CryptokiException never = new CryptokiException("C_DecryptInit", Ckr.FUNCTION_NOT_SUPPORTED);
    assertThat(JcaErrors.encrypt(gone))
        .hasMessageEndingWith("a retry can help")
        .isInstanceOfSatisfying(
            TokenTroubleException.class, t -> assertThat(t.retryable()).isTrue());
    assertThat(JcaErrors.decrypt(never))
        .hasMessageEndingWith("a retry can't help")
        .isInstanceOfSatisfying(
            TokenTroubleException.class, t -> assertThat(t.retryable()).isFalse());
  }

  @Test
  void aMessageTooLongToDecryptIsNoErrorOfTheCiphertext() {
    assertThat(JcaErrors.decrypt(TooLong.message()))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("20000");
  }

  @Test
  void decryptionTellsNothingOfTheModulesAnswer() {
    assertThat(JcaErrors.decrypt(gone))
        .isInstanceOf(ProviderException.class)
        .hasNoCause()
        .hasMessageNotContaining("CKR")
        .hasMessageNotContaining("C_Decrypt");
  }

  @Test
  void decryptionTellsTroubleThatIsOurOwn() {
    assertThat(JcaErrors.decrypt(plain))
        .isInstanceOf(ProviderException.class)
        .hasMessage("what is wrong")
        .hasCause(plain);
  }

  @Test
  void aBadBlobForRsaDecryptionHasOneTextAndNoCause() {
    assertThatThrownBy(() -> JcaErrors.decryptRsa(new BadBlobException()))
        .isInstanceOf(BadPaddingException.class)
        .hasMessage(BadBlobException.TEXT)
        .hasNoCause();
  }

  @Test
  void rsaDecryptionTellsNothingOfTheModulesAnswer() throws Exception {
    assertThat(JcaErrors.decryptRsa(gone)).hasNoCause().hasMessageNotContaining("CKR");
  }

  @Test
  void aBadBlobHasOneTextAndNoCause() {
    assertThatThrownBy(() -> JcaErrors.unwrap(new BadBlobException()))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessage(BadBlobException.TEXT)
        .hasNoCause();
  }

  @Test
  void unwrappingTellsNothingOfTheModulesAnswer() throws Exception {
    assertThat(JcaErrors.unwrap(gone))
        .isInstanceOf(ProviderException.class)
        .hasNoCause()
        .hasMessageNotContaining("CKR");
  }

  @Test
  void unwrappingTellsTroubleThatIsOurOwn() throws Exception {
    assertThat(JcaErrors.unwrap(plain)).isInstanceOf(ProviderException.class).hasCause(plain);
  }

  @Test
  void derivationTellsNothingOfTheModulesAnswer() {
    assertThat(JcaErrors.derive(gone))
        .isInstanceOf(ProviderException.class)
        .hasNoCause()
        .hasMessageNotContaining("CKR");
    assertThat(JcaErrors.derive(plain)).hasCause(plain);
  }

  @Test
  void aKeyOfASizeThatCannotBeWrappedIsABlockSizeError() {
    CryptokiException size = new CryptokiException("C_WrapKey", Ckr.KEY_SIZE_RANGE);
    assertThatThrownBy(() -> JcaErrors.wrap(size))
        .isInstanceOf(IllegalBlockSizeException.class)
        .hasCause(size);
  }

  @Test
  void wrappingBlamesTheTokenOnlyForWhatMayPass() throws Exception {
    assertThat(JcaErrors.wrap(gone)).isInstanceOf(ProviderException.class).hasCause(gone);
    assertThatThrownBy(() -> JcaErrors.wrap(plain))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessage("what is wrong")
        .hasCause(plain);
  }

  @Test
  void signingKeepsTextAndCause() {
    assertThat(JcaErrors.sign(gone)).isInstanceOf(SignatureException.class).hasCause(gone);
  }

  @Test
  void keyStoresAnswerInTheirOwnExceptions() {
    assertThat(JcaErrors.load(plain)).isInstanceOf(IOException.class).hasCause(plain);
    assertThat(JcaErrors.getKey(plain))
        .isInstanceOf(UnrecoverableKeyException.class)
        .hasMessage("what is wrong")
        .hasCause(plain);
  }
}
