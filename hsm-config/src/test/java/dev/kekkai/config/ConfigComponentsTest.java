package dev.kekkai.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.token.TokenSelector;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** One row for each component of the config: its key, a value other than the default, both read. */
class ConfigComponentsTest {

  @TempDir Path folder;
  private ConfigFixture fixture;

  private record Row(
      String component,
      String key,
      String text,
      Function<KekkaiConfig, @Nullable Object> value,
      Object expected,
      @Nullable Object byDefault) {}

  @BeforeEach
  void makeFixture() throws IOException {
    fixture = new ConfigFixture(folder);
    Files.writeString(folder.resolve("other.so"), "another library");
  }

  private Stream<Row> rows() {
    return Stream.of(
        row("name", "name", "payments", KekkaiConfig::name, "payments", null),
        row(
            "module.path",
            "module",
            "other.so",
            c -> c.module().path(),
            folder.resolve("other.so"),
            fixture.library),
        row("module.args", "module.args", "a='b'", c -> c.module().args(), "a='b'", null),
        row(
            "module.sharing",
            "sharing",
            "shared",
            c -> c.module().sharing(),
            Sharing.SHARED,
            Sharing.EXCLUSIVE),
        row(
            "module.nativeDir",
            "native.dir",
            "natives",
            c -> c.module().nativeDir(),
            folder.resolve("natives"),
            null),
        row(
            "token.selector",
            "token",
            "pkcs11:token=x",
            c -> c.token().selector(),
            TokenSelector.parse("pkcs11:token=x"),
            TokenSelector.parse("kekkai")),
        row(
            "token.pin",
            "pin",
            "file:pin.txt",
            c -> c.token().pin(),
            new PinSource.File(folder.resolve("pin.txt")),
            new PinSource.Prompt()),
        row("token.profile", "profile", "nss", c -> c.token().profile().name(), "nss", "auto"),
        row("sessions.max", "sessions.max", "2", c -> c.sessions().max(), 2, 16),
        row(
            "sessions.timeout",
            "sessions.timeout",
            "500ms",
            c -> c.sessions().timeout(),
            Duration.ofMillis(500),
            Duration.ofSeconds(10)),
        row(
            "sessions.maxIsGiven",
            "sessions.max",
            "16",
            c -> c.sessions().maxIsGiven(),
            true,
            false),
        row(
            "sessions.validateAfter",
            "sessions.validate-after",
            "5s",
            c -> c.sessions().validateAfter(),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30)),
        row(
            "sessions.idle",
            "sessions.idle",
            "1d",
            c -> c.sessions().idle(),
            Duration.ofDays(1),
            Duration.ofMinutes(10)),
        row(
            "sessions.leakAfter",
            "sessions.leak-after",
            "1ms",
            c -> c.sessions().leakAfter(),
            Duration.ofMillis(1),
            Duration.ofMinutes(1)),
        row(
            "calls.mode",
            "calls",
            "dispatched",
            c -> c.calls().mode(),
            CallMode.DISPATCHED,
            CallMode.DIRECT),
        row("calls.threads", "calls.threads", "15", c -> c.calls().threads(), 15, null),
        row(
            "calls.deadline",
            "deadline",
            "5m",
            c -> c.calls().deadline(),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10)),
        row(
            "outages.failFastAfter",
            "circuit.after",
            "0ms",
            c -> c.outages().failFastAfter(),
            Duration.ZERO,
            Duration.ofSeconds(10)),
        row("outages.requireHsm", "require-hsm", "yes", c -> c.outages().requireHsm(), true, false),
        row(
            "outages.healthInterval",
            "health.interval",
            "100ms",
            c -> c.outages().healthInterval(),
            Duration.ofMillis(100),
            Duration.ofSeconds(30)),
        row(
            "stateDir",
            "state.dir",
            "state",
            KekkaiConfig::stateDir,
            folder.resolve("state"),
            null),
        row("bulk.mode", "bulk", "software", c -> c.bulk().mode(), BulkMode.SOFTWARE, BulkMode.HSM),
        row(
            "bulk.softwareProvider",
            "software.provider",
            "BC",
            c -> c.bulk().softwareProvider(),
            "BC",
            "SunJCE"),
        row(
            "bulk.callerIv",
            "callerIv",
            "refuse",
            c -> c.bulk().callerIv(),
            CallerIv.REFUSE,
            CallerIv.ALLOW),
        row(
            "bulk.hsmMaxMessage",
            "hsm.max-message",
            "15360",
            c -> c.bulk().hsmMaxMessage(),
            15360,
            null),
        row(
            "deks.maxAge",
            "dek.max-age",
            "15m",
            c -> c.deks().maxAge(),
            Duration.ofMinutes(15),
            Duration.ofHours(1)),
        row(
            "deks.maxUses",
            "dek.max-uses",
            "4294967296",
            c -> c.deks().maxUses(),
            4294967296L,
            1048576L),
        row("deks.budget", "dek.budget", "1000", c -> c.deks().budget(), 1000L, 2147483648L),
        row(
            "deks.cryptoperiod",
            "dek.cryptoperiod",
            "30d",
            c -> c.deks().cryptoperiod(),
            Duration.ofDays(30),
            Duration.ofDays(365)),
        row("kek", "kek", "pay_ments-2", KekkaiConfig::kek, "pay_ments-2", null),
        row(
            "environment",
            "environment",
            "production",
            KekkaiConfig::environment,
            Environment.PRODUCTION,
            Environment.DEVELOPMENT),
        row(
            "aliases",
            "aliases",
            "pkcs11",
            KekkaiConfig::aliases,
            AliasStyle.PKCS11,
            AliasStyle.KEKKAI),
        row(
            "strength",
            "strength",
            "strict",
            KekkaiConfig::strength,
            Strength.STRICT,
            Strength.WARN),
        row("store", "store", "jdbc:h2:./x", KekkaiConfig::store, "jdbc:h2:./x", null),
        row(
            "storeHead",
            "store.head",
            "head",
            KekkaiConfig::storeHead,
            folder.resolve("head"),
            null),
        row(
            "writeFormat",
            "write-format",
            "1",
            KekkaiConfig::writeFormat,
            WriteFormat.FORMAT_1,
            WriteFormat.NEWEST),
        row(
            "kekWait",
            "kek.destroy-wait",
            "7d",
            KekkaiConfig::kekWait,
            Duration.ofDays(7),
            Duration.ofDays(30)),
        row(
            "kekCryptoperiod",
            "kek.cryptoperiod",
            "365d",
            KekkaiConfig::kekCryptoperiod,
            Duration.ofDays(365),
            Duration.ofDays(730)),
        row(
            "kekAdopted",
            "kek.adopted",
            "adopted",
            KekkaiConfig::kekAdopted,
            folder.resolve("adopted"),
            null),
        row(
            "deks.imported",
            "dek.import",
            "refuse",
            config -> config.deks().imported(),
            DekImport.REFUSE,
            DekImport.ALLOW),
        row(
            "kekTrust",
            "kek.trust",
            "rules",
            KekkaiConfig::kekTrust,
            KekTrust.RULES,
            KekTrust.RULES));
  }

  @TestFactory
  Stream<DynamicTest> everySettingReachesItsComponent() {
    return rows()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.key(),
                    () -> {
                      KekkaiConfig config = fixture.parse(row.key(), row.text());
                      assertThat(row.value().apply(config)).isEqualTo(row.expected());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everySettingHasItsDefault() {
    return rows()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.key(),
                    () ->
                        assertThat(row.value().apply(fixture.parse())).isEqualTo(row.byDefault())));
  }

  @Test
  void keksAreTrustedByAdoptionOnlyWithItsFileAndWithoutAStore() {
    assertThat(fixture.parse("kek.trust", "adopted", "kek.adopted", "adopted").kekTrust())
        .isEqualTo(KekTrust.ADOPTED);
    assertThatThrownBy(() -> fixture.parse("kek.trust", "adopted", "store", "jdbc:h2:file:/x"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("kek.trust = adopted: ")
        .hasMessageContaining("set kek.adopted")
        .hasMessageContaining("is for KEKs without a DEK store");
  }

  @Test
  void aTokenThatIsRequiredIsLookedAtEverySecond() {
    assertThat(fixture.parse("require-hsm", "yes").outages().healthInterval())
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(
            fixture.parse("require-hsm", "yes", "health.interval", "5s").outages().healthInterval())
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void noComponentIsWithoutARow() {
    Set<String> components = new TreeSet<>();
    collect("", KekkaiConfig.class, components);
    assertThat(components.remove("token.pinForm")).as("only doctor asks for it, no file").isTrue();
    assertThat(rows().map(Row::component)).containsExactlyInAnyOrderElementsOf(components);
  }

  @Test
  void theManualListsEveryKey() throws IOException {
    String manual = Files.readString(Path.of("../docs/configuration.md"));
    Set<String> documented =
        manual
            .lines()
            .takeWhile(line -> !line.equals("## Syntax"))
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .collect(Collectors.toSet());
    assertThat(documented).isEqualTo(rows().map(Row::key).collect(Collectors.toSet()));
  }

  private static void collect(String prefix, Class<?> type, Set<String> components) {
    for (RecordComponent component : type.getRecordComponents()) {
      boolean group =
          component.getType().isRecord()
              && component.getType().getPackageName().equals("dev.kekkai.config");
      if (group) {
        collect(prefix + component.getName() + ".", component.getType(), components);
      } else {
        components.add(prefix + component.getName());
      }
    }
  }

  private static Row row(
      String component,
      String key,
      String text,
      Function<KekkaiConfig, @Nullable Object> value,
      Object expected,
      @Nullable Object byDefault) {
    return new Row(component, key, text, value, expected, byDefault);
  }
}
