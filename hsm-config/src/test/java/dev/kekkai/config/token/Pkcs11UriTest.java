package dev.kekkai.config.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Pkcs11UriTest {

  private static final String EVERYTHING =
      "pkcs11:token=My%20Token;manufacturer=M%3B;serial=01;model=v2;library-manufacturer=L"
          + ";library-description=D;library-version=3.1;slot-id=18446744073709551615"
          + ";slot-description=S;slot-manufacturer=T;object=%E7%B5%90;id=%00%FFA;type=secret-key"
          + ";vendor-a=1;vendor-b=2?pin-source=file%3A%2Fetc%2Fpin&module-name=n"
          + "&module-path=%2Flib%2Fx.so&vendor-q=3";

  @Test
  void everyAttributeIsReadAndPrintedBack() {
    Pkcs11Uri uri = Pkcs11Uri.parse(EVERYTHING);
    assertThat(uri.attributes()).containsExactly(UriAttribute.values());
    assertThat(uri.text(UriAttribute.TOKEN)).contains("My Token");
    assertThat(uri.text(UriAttribute.MANUFACTURER)).contains("M;");
    assertThat(uri.text(UriAttribute.OBJECT)).contains("結");
    assertThat(uri.id()).contains(new byte[] {0, (byte) 0xff, 'A'});
    assertThat(uri.type()).contains(ObjectType.SECRET_KEY);
    assertThat(uri.slotId()).contains(-1L);
    assertThat(uri.text(UriAttribute.PIN_SOURCE)).contains("file:/etc/pin");
    assertThat(uri.vendorPath()).containsEntry("vendor-a", "1").containsEntry("vendor-b", "2");
    assertThat(uri.vendorQuery()).containsEntry("vendor-q", "3");
    assertThat(uri.format()).isEqualTo(EVERYTHING.replace("%FFA", "%FF%41"));
    assertThat(Pkcs11Uri.parse(uri.format())).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs11:",
        "pkcs11:token=a",
        "pkcs11:token=",
        "pkcs11:id=%00",
        "pkcs11:?module-name=x",
        "pkcs11:token=a?pin-source=b&x=%7C",
        "pkcs11:type=private"
      })
  void theNormalFormIsPrintedAsItWasRead(String text) {
    assertThat(Pkcs11Uri.parse(text).format()).isEqualTo(text);
  }

  @Test
  void spellingDoesNotMatter() {
    Pkcs11Uri one = Pkcs11Uri.parse("PKCS11:serial=1;token=a%2db%C3%A4?module-path=/x");
    Pkcs11Uri other = Pkcs11Uri.parse("pkcs11:token=a-b%c3%a4;serial=%31?module-path=%2fx");
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one.format()).isEqualTo("pkcs11:token=a-b%C3%A4;serial=1?module-path=%2Fx");
  }

  @Test
  void everyOctetOfAnIdSurvives() {
    StringBuilder text = new StringBuilder("pkcs11:id=");
    for (int octet = 0; octet < 256; octet++) {
      text.append("%%%02X".formatted(octet));
    }
    Pkcs11Uri uri = Pkcs11Uri.parse(text.toString());
    assertThat(uri.id().orElseThrow()).hasSize(256).startsWith(0, 1).endsWith(254, 255);
    assertThat(uri.format()).isEqualTo(text.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token=a | 1 | must begin with 'pkcs11:'",
        "pkcs11:token | 8 | expected name=value",
        "pkcs11:token=a; | 16 | expected name=value",
        "pkcs11:;token=a | 8 | expected name=value",
        "pkcs11:token=a? x=y | 16 | an attribute name has only",
        "pkcs11:=a | 8 | an attribute name has only",
        "pkcs11:token=a b | 15 | percent-encoded",
        "pkcs11:token=ä | 14 | percent-encoded",
        "pkcs11:token=a/b | 15 | percent-encoded",
        "pkcs11:token=a# | 15 | percent-encoded",
        "pkcs11:token=%4 | 14 | two hexadecimal digits",
        "pkcs11:token=%zz | 14 | two hexadecimal digits",
        "pkcs11:token=%4;id=1 | 14 | two hexadecimal digits",
        "pkcs11:token=%FF | 14 | must be UTF-8",
        "pkcs11:x-v=%FF | 12 | must be UTF-8",
        "pkcs11:token=a;token=b | 16 | 'token' is there twice",
        "pkcs11:x-v=a;x-v=b | 14 | 'x-v' is there twice",
        "pkcs11:slot-id=-1 | 16 | decimal number below 2^64",
        "pkcs11:slot-id=18446744073709551616 | 16 | decimal number below 2^64",
        "pkcs11:type=secret | 13 | one of cert, data, private, public, secret-key",
        "pkcs11:library-version=a | 24 | MAJOR.MINOR",
        "pkcs11:module-path=x | 8 | belongs behind the '?'",
        "pkcs11:?token=x | 9 | belongs before the '?'",
        "pkcs11:?a=b?c=d&a=e | 17 | 'a' is there twice"
      })
  void aMalformedUriIsRefusedWithThePlaceAndWhatIsRight(String text, int at, String expected) {
    assertThatThrownBy(() -> Pkcs11Uri.parse(text))
        .isInstanceOf(InvalidPkcs11UriException.class)
        .hasMessageContaining("at character " + at + ":")
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs11:token=a?pin-value=12345678",
        "pkcs11:pin-value=12345678",
        "pkcs11:?PIN-VALUE=12345678",
        "pkcs11:token=a?pin-value=1234 5678"
      })
  void aPinInAUriIsRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> Pkcs11Uri.parse(text))
        .hasMessageContaining("pin-value is refused")
        .hasMessageNotContaining("1234");
  }

  @Test
  void logsShowNeitherPinSourceNorVendorQueries() {
    Pkcs11Uri uri = Pkcs11Uri.parse("pkcs11:token=a?pin-source=s3cret&x-pin=s3cret");
    assertThat(uri).hasToString("pkcs11:token=a?pin-source=...&x-pin=...");
  }

  @Test
  void aCopyOfTheIdIsGivenAway() {
    Pkcs11Uri uri = Pkcs11Uri.parse("pkcs11:id=%01");
    uri.id().orElseThrow()[0] = 9;
    assertThat(uri.id()).contains(new byte[] {1});
  }

  @Test
  void anIdIsNotAskedForAsText() {
    Pkcs11Uri uri = Pkcs11Uri.parse("pkcs11:id=%01");
    assertThatThrownBy(() -> uri.text(UriAttribute.ID)).hasMessageContaining("use id()");
  }
}
