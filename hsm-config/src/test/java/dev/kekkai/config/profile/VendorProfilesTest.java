package dev.kekkai.config.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The profiles of this library, most of them for modules that nobody here has. */
class VendorProfilesTest {

  private static final Path FOLDER = Path.of("src/main/resources/dev/kekkai/config/profiles");

  /** Modules that Kekkai was run on. */
  private static final Set<String> RUN_HERE =
      Set.of("softhsm2", "nss", "opencryptoki", "tpm2-pkcs11");

  private final ProfileCatalog catalog = ProfileCatalog.builtIn();

  static Collection<HsmProfile> profiles() {
    return ProfileCatalog.builtIn().all();
  }

  @Test
  void the_list_names_every_file_and_nothing_else() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".properties"))
              .map(name -> name.substring(0, name.lastIndexOf('.')))
              .sorted()
              .toList();
      assertThat(BuiltInProfiles.names()).doesNotHaveDuplicates().hasSameElementsAs(names);
      assertThat(catalog.names()).containsExactlyElementsOf(names);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SoftHSM | Implementation of PKCS11 | 2.6 | SoftHSM v2 | 2.6 | softhsm2",
        "Mozilla Foundation | NSS Internal Crypto Services | 3.87 | NSS 3 | 3.87 | nss",
        "IBM | Meta PKCS11 LIBRARY | 3.8 | IBM SoftTok | 1.0 | opencryptoki",
        "IBM | openCryptoki | 3.23 | Soft | 0.0 | opencryptoki",
        "IBM | openCryptoki | 3.25 | Soft | 0.0 | opencryptoki-3.25",
        "IBM | openCryptoki | 3.25 | EP11 | 3.1 | generic",
        "IBM | openCryptoki | 3.25 | CCA | 0.0 | generic",
        "tpm2-software.github.io | TPM2.0 Cryptoki | 1.9 | SW   TPM | 0.0 | tpm2-pkcs11",
        "Kryoptic | Kryoptic PKCS11 Module | 1.4 | v1 | 0.0 | kryoptic",
        "wolfpkcs11 | wolfPKCS11 | 2.1 | wolfpkcs11 | 2.1 | wolfpkcs11",
        "SafeNet | Chrystoki | 10.7 | Luna K7 | 7.8 | luna7",
        "SafeNet, Inc. | SafeNet eToken PKCS#11 | 10.8 | eToken | 1.0 | generic",
        "nCipher Corp. Ltd | nFast PKCS#11 | 13.6 | '' | 12.72 | nshield",
        "Yubico (www.yubico.com) | YubiHSM PKCS#11 Library | 2.5 | YubiHSM | 2.4 | yubihsm2",
        "Yubico (www.yubico.com) | PKCS#11 PIV Library (SP-800-73) | 2.3 | YubiKey | 5.4 | generic",
        "Google | Cryptoki Library for Cloud KMS | 1.6 | Cloud KMS Token | 0.0 | kmsp11",
        "Nitrokey | Nitrokey PKCS#11 library | 1.6 | NetHSM | 3.0 | nethsm",
        "OpenSC Project | OpenSC smartcard framework | 0.23 | PKCS#15 emulated | 0.0 | generic"
      })
  void a_module_is_known_by_what_it_says_of_itself(
      String manufacturer,
      String description,
      String library,
      String model,
      String firmware,
      String expected) {
    ModuleFacts module =
        new ModuleFacts(manufacturer, description, library, model, "4711", firmware);
    assertThat(catalog.match(module).name()).isEqualTo(expected);
    List<HsmProfile> matching = profiles().stream().filter(p -> p.match().matches(module)).toList();
    int most =
        matching.stream()
            .map(HsmProfile::match)
            .max(Comparator.comparingInt(Match::stated))
            .map(Match::stated)
            .orElse(0);
    assertThat(matching.stream().filter(p -> p.match().stated() == most))
        .as("profiles that match equally well")
        .hasSizeLessThan(2);
  }

  @Test
  void no_two_profiles_are_for_the_same_modules() {
    Set<Match> seen = new HashSet<>();
    for (HsmProfile profile : profiles()) {
      if (profile.match().stated() > 0) {
        assertThat(seen.add(profile.match())).as(profile.name()).isTrue();
      }
    }
  }

  /** What a module says of itself is uncertain for the first two, and says too little for FIPS. */
  @ParameterizedTest
  @ValueSource(strings = {"aws-cloudhsm", "azure-cloudhsm", "luna7-fips", "generic"})
  void some_must_be_named(String name) {
    assertThat(catalog.byName(name).match().stated()).isZero();
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void nothing_is_called_measured_that_was_not_run(HsmProfile profile) {
    if (!RUN_HERE.contains(profile.name())) {
      assertThat(profile.marks()).doesNotContainValue(Mark.MEASURED);
    }
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void without_unwrapping_no_mechanism_to_wrap_is_stated(HsmProfile profile) {
    if (!profile.wrap().functions()) {
      assertThat(profile.wrap().rfc3394()).isEmpty();
      assertThat(profile.wrap().rfc5649()).isEmpty();
      assertThat(profile.rsaKekUsage()).isEqualTo(RsaKekUsage.DECRYPT);
      assertThat(profile.softwareDekPath()).isEqualTo(SoftwareDekPath.OAEP_DECRYPT);
    }
  }

  @Test
  void modules_without_unwrapping_and_without_gcm_are_so_stated() {
    assertThat(profiles().stream().filter(p -> !p.wrap().functions()).map(HsmProfile::name))
        .containsExactly("kmsp11", "nethsm", "tpm2-pkcs11", "yubihsm2");
    assertThat(profiles().stream().filter(p -> p.gcm().mechanism().isEmpty()).map(HsmProfile::name))
        .containsExactly("nethsm", "opencryptoki", "tpm2-pkcs11", "yubihsm2");
  }

  @ParameterizedTest
  @CsvSource({
    "aws-cloudhsm, PARAM, 12, 0, 16224",
    "luna7-fips, SUFFIX, 16, 0, 16000",
    "kmsp11, PARAM, 12, 96, 65536"
  })
  void where_the_module_makes_the_iv_it_is_documented_how(
      String name, IvReturn comesBack, int ivBytes, int ivBits, int maxBytes) {
    HsmProfile profile = catalog.byName(name);
    assertThat(profile.gcm().ivSource()).isEqualTo(IvSource.HSM);
    assertThat(profile.gcm().ivReturn()).isEqualTo(comesBack);
    assertThat(profile.gcm().ivBytes()).isEqualTo(ivBytes);
    assertThat(profile.gcm().ivBits()).hasValue(ivBits);
    assertThat(profile.gcm().maxBytes()).isEqualTo(maxBytes);
    assertThat(profile.marks())
        .containsEntry("gcm.ivSource", Mark.DOCUMENTED)
        .containsEntry("gcm.ivReturn", Mark.DOCUMENTED);
  }

  /** Whether a Luna partition obeys the FIPS policy shows only when it is tried. */
  @ParameterizedTest
  @CsvSource({
    "luna7, gcm.ivSource",
    "nshield, gcm.ivSource",
    "azure-cloudhsm, gcm.ivReturn",
    "azure-cloudhsm, wrap.rfc3394",
    "opencryptoki-3.25, softwareDek.path"
  })
  void what_depends_on_the_token_or_is_not_documented_is_unverified(String name, String knob) {
    assertThat(catalog.byName(name).marks()).containsEntry(knob, Mark.UNVERIFIED);
  }

  @Test
  void login_forms_and_limits_are_as_documented() {
    assertThat(catalog.byName("aws-cloudhsm").login().pinFormat())
        .isEqualTo(PinFormat.USER_PASSWORD);
    assertThat(catalog.byName("azure-cloudhsm").login().pinFormat())
        .isEqualTo(PinFormat.USER_PASSWORD);
    assertThat(catalog.byName("yubihsm2").login().pinFormat())
        .isEqualTo(PinFormat.AUTHKEY_PASSWORD);
    assertThat(catalog.byName("aws-cloudhsm").session().max()).isEqualTo(1024);
    assertThat(catalog.byName("yubihsm2").session().max()).isEqualTo(16);
    assertThat(catalog.byName("wolfpkcs11").session().maxObjects()).isEqualTo(8);
    assertThat(catalog.byName("luna7").errors().name(0x80000041L)).isEqualTo("CKR_AGAIN");
  }

  /** One number, three meanings. */
  @Test
  void what_0x210A_does_is_stated_by_meaning() {
    assertThat(catalog.byName("wolfpkcs11").wrap().rfc5649()).hasValue(0x210A);
    assertThat(catalog.byName("nss").wrap().pkcs7to8()).hasValue(0x210A);
    assertThat(catalog.byName("opencryptoki-3.25").wrap().pkcs7to16()).hasValue(0x210A);
  }
}
