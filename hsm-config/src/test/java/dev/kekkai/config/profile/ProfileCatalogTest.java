package dev.kekkai.config.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileCatalogTest {

  private final ProfileCatalog catalog = ProfileCatalog.builtIn();

  @ParameterizedTest
  @CsvSource({
    "SoftHSM,Implementation of PKCS11,SoftHSM v2,softhsm2",
    "SoftHSM project,'','',softhsm2",
    "softhsm project,'','',softhsm2",
    "Mozilla Foundation,NSS Internal Crypto Services,NSS 3,nss",
    "Mozilla Foundation,something else,NSS 3,generic",
    "Acme,HSM,9000,generic",
    "'','','',generic"
  })
  void aModuleIsKnownByWhatItSaysOfItself(
      String manufacturer, String description, String model, String expected) {
    ModuleFacts module = new ModuleFacts(manufacturer, description, "2.6", model, "1", "2.6");
    assertThat(catalog.match(module).name()).isEqualTo(expected);
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertThatThrownBy(() -> catalog.byName("luna"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "There is no profile 'luna'; there are aws-cloudhsm, azure-cloudhsm, generic, kmsp11,"
                + " kryoptic, luna7, luna7-fips, nethsm, nshield, nss, opencryptoki, opencryptoki-3.25,"
                + " softhsm2, tpm2-pkcs11, wolfpkcs11, yubihsm2");
  }

  @Test
  void softHsmIsAsMeasured() {
    HsmProfile profile = catalog.byName("softhsm2");
    assertThat(profile.softwareToken()).isTrue();
    assertThat(profile.wrap().rfc3394()).hasValue(0x2109);
    assertThat(profile.wrap().rfc5649()).hasValue(0x210A);
    assertThat(profile.wrap().ivParam()).isEqualTo(IvParam.NULL);
    assertThat(profile.oaep().hashes()).containsExactly("SHA-1");
    assertThat(profile.gcm().multipart()).isTrue();
    assertThat(profile.gcm().maxBytes()).isZero();
    assertThat(profile.ecdh().derivedReadable()).isTrue();
    assertThat(profile.softwareDekPath()).isEqualTo(SoftwareDekPath.READ_VALUE);
    assertThat(profile.rsaKekUsage()).isEqualTo(RsaKekUsage.UNWRAP);
    assertThat(profile.errors().isAuthFailure(0x05)).isTrue();
    assertThat(profile.templates().unwrapTemplate()).isEqualTo(UnwrapTemplateRule.REPEAT_ALL);
    assertThat(profile.errors().keepsSession()).isTrue();
    assertThat(profile.init().reinit()).isTrue();
    assertThat(profile.session().skip()).isEqualTo(512);
    KeyTemplate kek = profile.templates().of(KeyKind.AES_KEK);
    assertThat(kek.copyable()).isEqualTo(AttributeRule.FALSE);
    assertThat(kek.allowedMechanisms()).isTrue();
  }

  @Test
  void nssIsAsMeasured() {
    HsmProfile profile = catalog.byName("nss");
    assertThat(profile.softwareToken()).isTrue();
    assertThat(profile.wrap().rfc5649()).hasValue(0x210B);
    assertThat(profile.wrap().pkcs7to8()).hasValue(0x210A);
    assertThat(profile.oaep().hashes()).contains("SHA-1", "SHA-256", "SHA-384", "SHA-512");
    assertThat(profile.gcm().multipart()).isFalse();
    assertThat(profile.errors().isAuthFailure(0x05)).isFalse();
    assertThat(profile.errors().isAuthFailure(0x40)).isTrue();
    assertThat(profile.errors().keepsSession()).isTrue();
    assertThat(profile.init().reinit()).isTrue();
    assertThat(profile.session().skip()).isEqualTo(512);
    for (KeyKind kind : KeyKind.values()) {
      assertThat(profile.templates().of(kind).copyable().isSent()).isFalse();
      assertThat(profile.templates().of(kind).allowedMechanisms()).isFalse();
      assertThat(profile.templates().of(kind).modifiable()).isEqualTo(AttributeRule.FALSE);
    }
  }

  @Test
  void genericIsCareful() {
    HsmProfile profile = catalog.byName("generic");
    assertThat(profile.softwareToken()).isFalse();
    assertThat(profile.wrap().rfc5649()).isEmpty();
    assertThat(profile.gcm())
        .isEqualTo(
            new Gcm(
                profile.gcm().mechanism(),
                IvSource.CALLER,
                IvReturn.NONE,
                12,
                OptionalInt.empty(),
                16_000,
                false));
    assertThat(profile.softwareDekPath()).isEqualTo(SoftwareDekPath.OAEP_DECRYPT);
    assertThat(profile.rsaKekUsage()).isEqualTo(RsaKekUsage.DECRYPT);
    assertThat(profile.login()).isEqualTo(new Login(LoginRule.AUTO, PinFormat.PLAIN));
    assertThat(profile.wrap().functions()).isTrue();
    assertThat(profile.wrap().unwrapValueLen()).isFalse();
    assertThat(profile.errors().isAuthFailure(0x05)).isFalse();
    assertThat(profile.errors().keepsSession()).isFalse();
    assertThat(profile.errors().lost()).isEmpty();
    assertThat(profile.errors().transientCodes()).isEmpty();
    assertThat(profile.init().reinit()).isTrue();
    assertThat(profile.session().skip()).isZero();
    assertThat(profile.unmeasured()).isEqualTo(profile.knobs().keySet());
  }

  @Test
  void everyKeyOfEveryProfileIsPrivateAndSensitive() {
    for (HsmProfile profile : catalog.all()) {
      for (KeyKind kind : KeyKind.values()) {
        KeyTemplate template = profile.templates().of(kind);
        assertThat(template.privateObject()).isEqualTo(AttributeRule.TRUE);
        assertThat(template.sensitive()).isEqualTo(AttributeRule.TRUE);
      }
    }
  }

  @Test
  void marksTellMeasuredValuesFromOthers() {
    HsmProfile profile = catalog.byName("nss");
    assertThat(profile.knobs())
        .containsEntry("wrap.rfc3394", new MarkedValue("0x2109", Mark.MEASURED));
    assertThat(profile.unmeasured()).contains("gcm.maxBytes").doesNotContain("wrap.rfc3394");
  }
}
