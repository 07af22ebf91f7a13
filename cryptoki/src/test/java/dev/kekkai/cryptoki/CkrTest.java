package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CkrTest {

  @Test
  void standardCodesAreNamed() {
    assertThat(Ckr.describe(Ckr.PIN_INCORRECT)).isEqualTo("CKR_PIN_INCORRECT (0xA0)");
  }

  @Test
  void vendorCodesKeepTheirNumber() {
    assertThat(Ckr.describe(0x8000001FL)).isEqualTo("CKR_VENDOR_DEFINED+0x1F (0x8000001F)");
  }

  @Test
  void unknownCodesAreShownAsTheyCame() {
    assertThat(Ckr.describe(0x7777)).isEqualTo("unknown return value 0x7777");
  }

  @Test
  void anExceptionSaysFunctionCodeAndWhetherARetryCanHelp() {
    CryptokiException lost = new CryptokiException("C_WrapKey", Ckr.DEVICE_REMOVED);
    CryptokiException wrong = new CryptokiException("C_Login", Ckr.PIN_INCORRECT);

    assertThat(lost).hasMessage("C_WrapKey answered CKR_DEVICE_REMOVED (0x32)");
    assertThat(lost.retryable()).isTrue();
    assertThat(wrong.retryable()).isFalse();
    assertThat(wrong.function()).isEqualTo("C_Login");
  }
}
