package dev.kekkai.config.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSelectorTest {

  private static final TokenFacts TOKEN =
      new TokenFacts(
          "kekkai                          ", "SoftHSM project\0\0", "abc1  ", "SoftHSM v2", 7);

  @ParameterizedTest
  @CsvSource({
    "kekkai,true",
    "'kekkai  ',true",
    "kekka,false",
    "KEKKAI,false",
    "pkcs11:token=kekkai,true",
    "pkcs11:token=kekkai%20%20,true",
    "pkcs11:token=other,false",
    "pkcs11:manufacturer=SoftHSM%20project,true",
    "pkcs11:manufacturer=SoftHSM,false",
    "pkcs11:token=kekkai;serial=abc1;model=SoftHSM%20v2;slot-id=7,true",
    "pkcs11:token=kekkai;serial=abc2,false",
    "pkcs11:model=x,false",
    "pkcs11:slot-id=07,true",
    "pkcs11:slot-id=8,false"
  })
  void matchesTheTokenThatIsMeant(String text, boolean expected) {
    assertThat(TokenSelector.parse(text).matches(TOKEN)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs11:token=a;object=b",
        "pkcs11:token=a;id=%01",
        "pkcs11:token=a;slot-description=b",
        "pkcs11:token=a;x-vendor=b",
        "pkcs11:token=a?pin-source=b",
        "pkcs11:token=a?module-path=b"
      })
  void aUriMustSayNothingBesideTheToken(String text) {
    assertThatThrownBy(() -> TokenSelector.parse(text))
        .isInstanceOf(InvalidPkcs11UriException.class)
        .hasMessageContaining("give only token, manufacturer, serial, model, slot-id");
  }

  @Test
  void aUriOfAnObjectMatchesTheTokenItIsOn() {
    assertThat(Pkcs11Uri.parse("pkcs11:token=kekkai;object=key?module-name=x").matches(TOKEN))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"pkcs11:slot-description=x", "pkcs11:slot-manufacturer=x", "pkcs11:x-vendor=x"})
  void whatCannotBeConfirmedMatchesNothing(String text) {
    assertThat(Pkcs11Uri.parse(text).matches(TOKEN)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "123456789012345678901234567890123", "ääääääääääääääääx"})
  void aLabelIsOneTo32BytesLong(String label) {
    assertThatThrownBy(() -> TokenSelector.parse(label))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 32 bytes of UTF-8");
  }
}
