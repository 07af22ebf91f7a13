package dev.kekkai.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigProblemsTest {

  @TempDir Path folder;
  private ConfigFixture fixture;

  @BeforeEach
  void makeFixture() throws IOException {
    fixture = new ConfigFixture(folder);
  }

  private List<Problem> problems(String... more) {
    return catchThrowableOfType(ConfigException.class, () -> fixture.parse(more)).problems();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "name | pay ments | 1 to 32",
        "name | abcdefghijklmnopqrstuvwxyz-1234567 | 1 to 32",
        "module | nothing.so | no such file",
        "module | . | is a folder",
        "token | abcdefghijklmnopqrstuvwxyz-1234567 | 1 to 32 bytes",
        "token | pkcs11:token=a;object=b | 'object' does not help",
        "token | pkcs11: | names no token",
        "token | pkcs11:token=a b | at character 15",
        "profile | softhsm | must be auto or one of aws-cloudhsm, azure-cloudhsm, generic, kmsp11",
        "profile | acme.properties | or the path of a file with a profile; there is no file ",
        "profile | libtoken.so | must end with [measured], [documented] or [unverified]",
        "bulk | both | DEKs never leave it",
        "kek | payments.v3 | without a version",
        "kek | a.b | 1 to 48",
        "sharing | yes | must be exclusive or shared",
        "environment | test | must be development or production",
        "software.provider | Sun JCE | name of a JCA provider",
        "callerIv | deny | must be allow or refuse",
        "aliases | PKCS11 | must be kekkai or pkcs11",
        "strength | off | must be warn or strict",
        "native.dir | libtoken.so | must be a folder",
        "sessions.max | 1 | from 2 to 1024",
        "sessions.max | 1025 | from 2 to 1024",
        "sessions.max | -3 | from 2 to 1024",
        "sessions.max | 0x10 | from 2 to 1024",
        "sessions.timeout | 6m | 1ms to 5m",
        "sessions.timeout | 0s | 1ms to 5m",
        "sessions.timeout | 10 | such as 500ms",
        "sessions.timeout | 10 s | such as 500ms",
        "sessions.validate-after | 0s | 1ms to 1h",
        "sessions.validate-after | 2h | 1ms to 1h",
        "sessions.idle | 0s | 1ms to 1d",
        "sessions.idle | never | such as 500ms",
        "sessions.leak-after | 25h | 1ms to 1d",
        "calls | sometimes | must be direct or dispatched",
        "calls.threads | 0 | from 1 to 1023",
        "calls.threads | 16 | at most sessions.max - 1 = 15",
        "deadline | 0ms | 1ms to 5m",
        "deadline | 6m | 1ms to 5m",
        "deadline | 10 | such as 500ms",
        "circuit.after | 61m | 0ms to 1h",
        "circuit.after | -1s | 0ms to 1h",
        "require-hsm | maybe | must be yes or no",
        "health.interval | 99ms | 100ms to 1h",
        "health.interval | 0s | 100ms to 1h",
        "state.dir | libtoken.so | must be a folder",
        "dek.max-age | 366d | 1ms to 365d",
        "dek.max-age | forever | such as 500ms",
        "dek.max-uses | 0 | from 1 to 4294967296",
        "dek.max-uses | 4294967297 | from 1 to 4294967296",
        "dek.max-uses | 99999999999999999999 | from 1 to 4294967296",
        "write-format | 2 | this release writes 1; what a later release knows it can't write",
        "write-format | 01 | this release writes 1",
        "write-format | newest | this release writes 1",
        "dek.budget | 1 | from 2 to 4294967296",
        "dek.budget | 4294967297 | from 2 to 4294967296",
        "dek.cryptoperiod | 999ms | 1s to 3650d",
        "dek.cryptoperiod | 3651d | 1s to 3650d",
        "kek.destroy-wait | 999ms | 1s to 3650d",
        "kek.cryptoperiod | 3651d | 1s to 3650d",
        "store.head | . | must be a file, and is a folder",
        "hsm.max-message | 0 | from 1 to 2147483647",
        "hsm.max-message | 2147483648 | from 1 to 2147483647"
      })
  void aWrongValueIsNamedWithWhatWouldBeRight(String key, String value, String expected) {
    assertThat(problems(key, value))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo(key);
              assertThat(problem.value()).isEqualTo(value);
              assertThat(problem.expected()).contains(expected);
            });
  }

  @Test
  void moreThreadsThanTheSessionsGivenAreRefused() {
    assertThat(problems("calls.threads", "4", "sessions.max", "4"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo("calls.threads");
              assertThat(problem.expected())
                  .isEqualTo(
                      "each thread needs a session, and one owns objects: at most"
                          + " sessions.max - 1 = 3");
            });
    assertThat(fixture.parse("calls.threads", "3", "sessions.max", "4").calls().threads())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12345678", "pin:12345678", "file:", "env:1234 5678", "12345678 # mine"})
  void aPinThatIsNoSourceIsNeverRepeated(String text) {
    assertThatThrownBy(() -> fixture.parse("pin", text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("pin: ")
        .hasMessageNotContaining("1234")
        .satisfies(
            thrown ->
                assertThat(((ConfigException) thrown).problems())
                    .singleElement()
                    .extracting(Problem::value)
                    .isNull());
  }

  @Test
  void aPinInATokenUriIsNeverRepeated() {
    assertThatThrownBy(() -> fixture.parse("token", "pkcs11:token=t?pin-value=S3CRET"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("pin-value is refused")
        .hasMessageNotContaining("S3CRET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/x?user=u&password=s3cret",
        "jdbc:h2:./x;PASSWORD=s3cret",
        "jdbc:postgresql://u:s3cret@db/x",
        "s3cret"
      })
  void aStoreThatHoldsAPasswordOrIsNoUrlIsNotRepeated(String url) {
    assertThatThrownBy(() -> fixture.parse("store", url))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("store: must")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void allMissingSettingsAreReportedAtOnce() {
    ConfigException thrown =
        catchThrowableOfType(
            ConfigException.class, () -> KekkaiConfig.parse(Map.of("sharing", "no"), folder));
    assertThat(thrown.problems())
        .extracting(Problem::key)
        .containsExactlyInAnyOrder("module", "pin", "token", "bulk", "sharing");
    assertThat(thrown)
        .hasMessageContaining("5 problems")
        .hasMessageContaining("file:PATH, env:NAME or prompt")
        .hasMessageContaining("sharing = no: must be exclusive or shared");
  }

  @ParameterizedTest
  @CsvSource({
    "modul,module",
    "Token,token",
    "caller-iv,callerIv",
    "dek.maxage,dek.max-age",
    "session.max,sessions.max"
  })
  void anUnknownKeyBringsTheOneMeant(String key, String meant) {
    assertThat(problems(key, "x"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo(key);
              assertThat(problem.expected()).contains("did you mean '" + meant + "'?");
            });
  }

  @Test
  void anUnknownKeyLikeNoneBringsAllKeysAndHidesItsValue() {
    assertThat(problems("hunter2password", "s3cret"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.expected()).contains("the known ones are", "sessions.timeout");
              assertThat(problem.describe()).doesNotContain("s3cret");
            });
  }

  @Test
  void anEmptyValueIsAProblem() {
    assertThat(problems("kek", "  "))
        .singleElement()
        .extracting(Problem::expected)
        .isEqualTo("has no value: give one or remove the line");
  }

  @Test
  void aCommentBehindAValueIsExplained() {
    assertThat(problems("token", "kekkai   # the label"))
        .singleElement()
        .extracting(Problem::expected)
        .isEqualTo("a comment needs a line of its own, beginning with #");
  }

  @Test
  void aNumberSignInALabelIsNoComment() {
    assertThat(fixture.parse("token", "HSM #1").token().selector()).hasToString("HSM #1");
  }

  @Test
  void controlCharactersAndLongValuesDoNotReachTheMessage() {
    String line = new Problem("k", "a\nb" + "x".repeat(500), "expected").describe();
    assertThat(line).startsWith("k = a?b").contains("...: expected").hasSizeLessThan(160);
  }
}
