package dev.kekkai.config.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.problem.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileFileTest {

  private static String generic() throws IOException {
    try (InputStream in =
        ProfileFile.class.getResourceAsStream("/dev/kekkai/config/profiles/generic.properties")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static HsmProfile load(String own) throws IOException {
    Map<String, String> texts = Map.of("generic", generic(), "own", "extends = generic\n" + own);
    return ProfileFile.load("own", texts::get);
  }

  @Test
  void whatAChildStatesReplacesWhatItsParentStates() throws IOException {
    HsmProfile profile =
        load(
            """
            match.manufacturer = Acme
            match.serial = 0815
            match.firmware = >= 7.9.3
            match.libraryVersion = < 2.7
            wrap.rfc5649 = 0x80000171 [measured]
            wrap.ivParam = default [documented]
            wrap.functions = yes [measured]
            wrap.pkcs7to8 = 0x210C [measured]
            wrap.pkcs7to16 = 0x210A [measured]
            wrap.unwrapValueLen = require [documented]
            gcm.mechanism = none [measured]
            gcm.ivSource = hsm [measured]
            gcm.ivReturn = suffix [measured]
            gcm.ivBytes = 16 [measured]
            gcm.ivBits = 0 [documented]
            ecdh.pointEncoding = der [measured]
            oaep.hashes = none [measured]
            login.required = no [measured]
            login.pinFormat = user:password [measured]
            softwareDek.path = wrapToEphemeralRsa [measured]
            errors.authFail = 0x80000001,CKR_DEVICE_ERROR [measured]
            errors.keepsSession = yes [measured]
            errors.lost = 0x8000001F, CKR_DEVICE_ERROR [documented]
            errors.transient = 0x80000041 [documented]
            errors.names = 0x80000041:ACME_AGAIN, 0x8000001F:ACME_AWAY [documented]
            init.reinit = no [documented]
            session.skip = 7 [measured]
            session.maxObjects = 8 [measured]
            template.unwrapTemplate = union [measured]
            template.localKept = yes [measured]
            template.publicUsage = send [measured]
            template.dek.sensitive = omit [measured]
            """);
    assertThat(profile.match())
        .isEqualTo(
            new Match(
                "Acme",
                "",
                "",
                "0815",
                VersionRange.parse(">= 7.9.3"),
                VersionRange.parse("< 2.7")));
    assertThat(profile.wrap().rfc5649()).hasValue(0x80000171L);
    assertThat(profile.wrap().ivParam()).isEqualTo(IvParam.DEFAULT);
    assertThat(profile.wrap().rfc3394()).hasValue(0x2109);
    assertThat(profile.wrap().functions()).isTrue();
    assertThat(profile.wrap().pkcs7to8()).hasValue(0x210C);
    assertThat(profile.wrap().pkcs7to16()).hasValue(0x210A);
    assertThat(profile.wrap().unwrapValueLen()).isTrue();
    assertThat(profile.gcm())
        .isEqualTo(
            new Gcm(
                OptionalLong.empty(),
                IvSource.HSM,
                IvReturn.SUFFIX,
                16,
                OptionalInt.of(0),
                16_000,
                false));
    assertThat(profile.ecdh().pointEncoding()).isEqualTo(PointEncoding.DER);
    assertThat(profile.oaep()).isEqualTo(new Oaep(List.of()));
    assertThat(profile.login()).isEqualTo(new Login(LoginRule.NO, PinFormat.USER_PASSWORD));
    assertThat(profile.softwareDekPath()).isEqualTo(SoftwareDekPath.WRAP_TO_EPHEMERAL_RSA);
    assertThat(profile.errors().authFail()).containsExactlyInAnyOrder(0x80000001L, 0x30L);
    assertThat(profile.errors().keepsSession()).isTrue();
    assertThat(profile.errors().isLost(0x8000001FL)).isTrue();
    assertThat(profile.errors().isLost(0x80000041L)).isFalse();
    assertThat(profile.errors().isTransient(0x80000041L)).isTrue();
    assertThat(profile.errors().isTransient(0x30)).isFalse();
    assertThat(profile.errors().name(0x80000041L)).isEqualTo("ACME_AGAIN");
    assertThat(profile.errors().name(0x30)).isNull();
    assertThat(profile.init()).isEqualTo(new Init(true, true, false));
    assertThat(profile.session()).isEqualTo(new Session(true, 0, 7, 8));
    assertThat(profile.templates().unwrapTemplate()).isEqualTo(UnwrapTemplateRule.UNION);
    assertThat(profile.templates().of(KeyKind.DEK).sensitive()).isEqualTo(AttributeRule.OMIT);
    assertThat(profile.templates().of(KeyKind.AES_KEK).sensitive()).isEqualTo(AttributeRule.TRUE);
    assertThat(profile.knobs())
        .containsEntry("wrap.ivParam", new MarkedValue("default", Mark.DOCUMENTED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gcm.maxbytes = 1 [measured] | did you mean 'gcm.maxBytes'?",
        "template.dek.sensitiv = true [measured] | did you mean 'template.dek.sensitive'?",
        "gcm.maxBytes = many [measured] | gcm.maxBytes = many: must be a whole number",
        "gcm.maxBytes = 1 | gcm.maxBytes = 1: must end with [measured]",
        "gcm.maxBytes = 1 [guessed] | must end with [measured]",
        "wrap.rfc3394 = 2109 [measured] | must be a CKM number such as 0x2109, or none",
        "oaep.hashes = SHA1 [measured] | must be none, or of SHA-1",
        "errors.authFail = CKR_BAD [measured] | 'CKR_BAD' must be none, a number such as 0x40 or one of",
        "errors.lost = CKR_AWAY [measured] | 'CKR_AWAY' must be none, a number such as 0x40",
        "errors.lost = none, 0x40 [measured] | 'none' must be none, a number such as 0x40",
        "errors.keepsSession = maybe [measured] | must be yes or no",
        "init.reinit = maybe [measured] | must be yes or no",
        "errors.names = LUNA_AGAIN [measured] | must be none, or pairs of a number and a name",
        "errors.names = 0x40:A, 0x040:B [measured] | has two names for 0x040",
        "gcm.ivBits = 129 [measured] | must be length, or a number of bits from 0 to 128",
        "gcm.ivBits = 64 [measured] | must be length, 96 or 0 where gcm.ivSource = caller",
        "gcm.ivBits = 128 [measured] | must be length, 96 or 0 where gcm.ivSource = caller",
        "gcm.ivBytes = 11 [measured] | must be a whole number from 12 to 16",
        "gcm.ivBytes = 16 [measured] | must be 12 where gcm.ivSource = caller",
        "gcm.ivReturn = param [measured] | must be none where gcm.ivSource = caller",
        "gcm.ivSource = hsm [measured] | gcm.ivReturn: must be param, prefix or suffix where",
        "login.pinFormat = pin [measured] | must be plain or user:password or authkey+password",
        "match.firmware = 7.9 | must be a range of versions such as >= 7.9",
        "session.maxObjects = -1 [measured] | must be a whole number from 0",
        "wrap.pkcs7to8 = 0x2109 [measured] | wrap.pkcs7to8 = 0x2109: means wrap.rfc3394 already",
        "wrap.unwrapValueLen = yes [measured] | must be require or omit",
        "session.skip = -1 [measured] | must be a whole number from 0 to 65536",
        "softwareDek.path = ladder [measured] | must be readValue or oaepDecrypt",
        "template.unwrapTemplate = yes [measured] | must be unsupported or repeat-all or union"
      })
  void aTypoIsRefused(String line, String expected) {
    assertThatThrownBy(() -> load(line))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Profile 'own': ")
        .hasMessageContaining(expected);
  }

  @Test
  void aCodeIsNotBothLostAndTransient() {
    assertThatThrownBy(
            () -> load("errors.lost = 0x32 [measured]\nerrors.transient = 0x30, 0x32 [measured]"))
        .hasMessageContaining("errors.transient: shares codes with errors.lost");
  }

  @Test
  void anIvOfTheModuleHasRoomInPiv() throws IOException {
    String param =
        """
        gcm.ivSource = hsm [measured]
        gcm.ivReturn = param [measured]
        gcm.ivBits = 128 [measured]
        """;
    assertThatThrownBy(() -> load(param))
        .hasMessageContaining("gcm.ivBits = 128: must be 8 * gcm.ivBytes at most where");
    assertThat(load(param + "gcm.ivBytes = 16 [measured]").gcm().ivBits()).hasValue(128);
    assertThat(load("gcm.ivBits = 96 [measured]").gcm().ivBits()).hasValue(96);
    assertThat(load("gcm.ivBits = 0 [measured]").gcm().ivBits()).hasValue(0);
  }

  @Test
  void aNumberHasOneMeaning() {
    assertThatThrownBy(
            () ->
                load(
                    "wrap.rfc5649 = 0x210A [measured]\nwrap.pkcs7to16 = 0x210A [documented]\n"
                        + "wrap.pkcs7to8 = 0x210a [documented]"))
        .hasMessageContaining("3 problems")
        .hasMessageContaining("wrap.pkcs7to8 = 0x210A: means wrap.rfc5649 already: one number has")
        .hasMessageContaining("wrap.pkcs7to16 = 0x210A: means wrap.pkcs7to8 already");
  }

  @Test
  void withoutWrapFunctionsThereIsOneWayOnly() throws IOException {
    String none = "wrap.functions = no [measured]\n";
    assertThat(load(none).wrap().functions()).isFalse();
    for (String other :
        List.of("rsaKek.usage = unwrap [measured]", "softwareDek.path = readValue [measured]")) {
      assertThatThrownBy(() -> load(none + other))
          .hasMessageContaining("1 problem")
          .hasMessageContaining(
              "wrap.functions = no: needs rsaKek.usage = decrypt and softwareDek.path = oaepDecrypt");
    }
  }

  @Test
  void aKnobWrittenTwiceIsRefused() {
    assertThatThrownBy(() -> load("gcm.maxBytes = 1 [measured]\ngcm.maxBytes = 2 [measured]"))
        .hasMessageContaining("gcm.maxBytes: written more than once");
  }

  @Test
  void aProfileOnItsOwnMustStateEverything() {
    Map<String, String> texts = Map.of("own", "softwareToken = no");
    assertThatThrownBy(() -> ProfileFile.load("own", texts::get))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("wrap.rfc3394: missing: state it here or in a profile")
        .hasMessageContaining("template.sealKey.allowedMechanisms: missing");
  }

  @Test
  void profilesThatExtendEachOtherAreRefused() {
    Map<String, String> texts = Map.of("a", "extends = b", "b", "extends = a");
    assertThatThrownBy(() -> ProfileFile.load("a", texts::get))
        .hasMessageContaining("Profile 'a' extends itself");
  }

  @Test
  void aProfileDoesNotMatchForItsChildren() throws IOException {
    Map<String, String> texts =
        Map.of(
            "generic", generic(),
            "parent", "extends = generic\nmatch.manufacturer = Acme",
            "child", "extends = parent\nmatch.model = 9000");
    assertThat(ProfileFile.load("child", texts::get).match())
        .isEqualTo(new Match("", "", "9000", "", VersionRange.ANY, VersionRange.ANY));
  }
}
