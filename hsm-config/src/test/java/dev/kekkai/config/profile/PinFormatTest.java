package dev.kekkai.config.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinFormatTest {

  @ParameterizedTest
  @CsvSource({
    "PLAIN, 1234, true",
    "PLAIN, '', true",
    "USER_PASSWORD, cu1:pass, true",
    "USER_PASSWORD, cu1:pa:ss, true",
    "USER_PASSWORD, cu1pass, false",
    "USER_PASSWORD, :pass, false",
    "USER_PASSWORD, cu1:, false",
    "AUTHKEY_PASSWORD, 0001password, true",
    "AUTHKEY_PASSWORD, aBc9x, true",
    "AUTHKEY_PASSWORD, 0001, false",
    "AUTHKEY_PASSWORD, 001gword, false",
    "AUTHKEY_PASSWORD, '', false"
  })
  void a_pin_has_the_form_or_not(PinFormat format, String pin, boolean fits) {
    assertThat(format.fits(pin.toCharArray())).isEqualTo(fits);
  }
}
