package dev.kekkai.config;

import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.profile.PinFormat;
import dev.kekkai.config.profile.ProfileChoice;
import dev.kekkai.config.settings.Choice;
import dev.kekkai.config.settings.Parsers;
import dev.kekkai.config.settings.Reading;
import dev.kekkai.config.settings.Settings;
import dev.kekkai.config.token.TokenSelector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** Turns settings into a {@link KekkaiConfig}. Groups are made only when nothing is wrong. */
final class ConfigReader {

  private static final long MAX_USES = 1L << 32;
  private static final long DEFAULT_USES = 1L << 20;

  /** Half of what SP 800-38D allows. */
  private static final long DEFAULT_BUDGET = 1L << 31;

  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final Settings settings;
  private final ConfigValues values;

  ConfigReader(Settings settings, Path baseDir) {
    this.settings = settings;
    this.values = new ConfigValues(baseDir);
  }

  static KekkaiConfig read(Map<String, String> map, Path baseDir, String source) {
    return new ConfigReader(new Settings(map), baseDir).read(source);
  }

  KekkaiConfig read(String source) {
    Reading<String> name = settings.optional("name", values::instanceName);
    Supplier<ModuleSettings> module = module();
    Reading<PinSource> pin =
        settings.requiredUnseen("pin", values::pin, "say where it is, " + PinSource.FORMS);
    Reading<ProfileChoice> profile =
        settings.optional("profile", values::profile, ProfileChoice.auto());
    Supplier<TokenSettings> token = token(pin, profile);
    Supplier<BulkSettings> bulk = bulk();
    Reading<String> kek = settings.optional("kek", values::kekName);
    OperationReader operations = new OperationReader(settings);
    Supplier<SessionSettings> sessions = operations.sessions();
    Supplier<CallSettings> calls = operations.calls();
    Supplier<OutageSettings> outages = operations.outages();
    Reading<Path> stateDir = settings.optional("state.dir", values::folder);
    Supplier<DekSettings> deks = deks();
    Reading<Environment> environment = environment();
    Reading<AliasStyle> aliases =
        settings.optional(
            "aliases",
            Choice.of("kekkai", AliasStyle.KEKKAI).or("pkcs11", AliasStyle.PKCS11),
            AliasStyle.KEKKAI);
    Reading<Strength> strength =
        settings.optional(
            "strength",
            Choice.of("warn", Strength.WARN).or("strict", Strength.STRICT),
            Strength.WARN);
    Reading<String> store = settings.optionalUnseen("store", Parsers::jdbcUrl);
    Reading<Path> storeHead = settings.optional("store.head", values::file);
    Reading<WriteFormat> writeFormat =
        settings.optional("write-format", values::writeFormat, WriteFormat.NEWEST);
    Reading<Duration> kekWait =
        settings.optional("kek.destroy-wait", KekWait::parse, KekWait.DEFAULT);
    Reading<Duration> kekCryptoperiod =
        settings.optional(
            "kek.cryptoperiod",
            Parsers.duration(Duration.ofSeconds(1), Duration.ofDays(3650), "1s to 3650d"),
            Duration.ofDays(730));
    Reading<Path> kekAdopted = settings.optional("kek.adopted", values::file);
    Reading<KekTrust> kekTrust = kekTrust(kekAdopted, store);
    ProductionRules.check(settings, environment, pin, store, profile);
    settings.refuseUnknown();
    settings.throwIfProblems(source);
    return new KekkaiConfig(
        name.orNull(),
        module.get(),
        token.get(),
        sessions.get(),
        calls.get(),
        outages.get(),
        stateDir.orNull(),
        bulk.get(),
        deks.get(),
        kek.orNull(),
        environment.value(),
        aliases.value(),
        strength.value(),
        store.orNull(),
        storeHead.orNull(),
        writeFormat.value(),
        kekWait.value(),
        kekCryptoperiod.value(),
        kekAdopted.orNull(),
        kekTrust.value());
  }

  /** A store knows its KEKs better, by CKA_ID and canary, and makes their next versions itself. */
  private Reading<KekTrust> kekTrust(Reading<Path> adopted, Reading<String> store) {
    Reading<KekTrust> trust =
        settings.optional(
            "kek.trust",
            Choice.of("rules", KekTrust.RULES).or("adopted", KekTrust.ADOPTED),
            KekTrust.RULES);
    if (trust.orNull() == KekTrust.ADOPTED) {
      if (adopted.orNull() == null) {
        settings.problem("kek.trust", "adopted", "needs the file of adopted keys: set kek.adopted");
      }
      if (store.orNull() != null) {
        settings.problem(
            "kek.trust",
            "adopted",
            "is for KEKs without a DEK store, which proves its own: leave out one of the two");
      }
    }
    return trust;
  }

  private Supplier<ModuleSettings> module() {
    Reading<Path> path =
        settings.required(
            "module", values::existingFile, "give the path of the PKCS#11 library (.so, .dll)");
    Reading<String> args = settings.optional("module.args", text -> text);
    Reading<Sharing> sharing =
        settings.optional(
            "sharing",
            Choice.of("exclusive", Sharing.EXCLUSIVE).or("shared", Sharing.SHARED),
            Sharing.EXCLUSIVE);
    Reading<Path> nativeDir = settings.optional("native.dir", values::folder);
    return () ->
        new ModuleSettings(path.value(), args.orNull(), sharing.value(), nativeDir.orNull());
  }

  private Supplier<TokenSettings> token(Reading<PinSource> pin, Reading<ProfileChoice> profile) {
    Reading<TokenSelector> selector =
        settings.required(
            "token", TokenSelector::parse, "give a token label or a URI, pkcs11:token=LABEL");
    return () -> new TokenSettings(selector.value(), pin.value(), profile.value(), PinFormat.PLAIN);
  }

  private Supplier<BulkSettings> bulk() {
    Reading<BulkMode> mode =
        settings.required("bulk", values::bulkMode, "decide: " + ConfigValues.BULK_EXPLAINED);
    Reading<String> provider =
        settings.optional("software.provider", values::providerName, "SunJCE");
    Reading<CallerIv> callerIv =
        settings.optional(
            "callerIv",
            Choice.of("allow", CallerIv.ALLOW).or("refuse", CallerIv.REFUSE),
            CallerIv.ALLOW);
    Reading<Integer> maxMessage =
        settings.optional("hsm.max-message", Parsers.integer(1, Integer.MAX_VALUE));
    return () ->
        new BulkSettings(mode.value(), provider.value(), callerIv.value(), maxMessage.orNull());
  }

  private Supplier<DekSettings> deks() {
    Reading<Duration> maxAge =
        settings.optional(
            "dek.max-age",
            Parsers.duration(SHORTEST, Duration.ofDays(365), "1ms to 365d"),
            Duration.ofHours(1));
    Reading<Long> maxUses =
        settings.optional("dek.max-uses", Parsers.number(1, MAX_USES), DEFAULT_USES);
    Reading<Long> budget =
        settings.optional("dek.budget", Parsers.number(2, MAX_USES), DEFAULT_BUDGET);
    Reading<Duration> cryptoperiod =
        settings.optional(
            "dek.cryptoperiod",
            Parsers.duration(Duration.ofSeconds(1), Duration.ofDays(3650), "1s to 3650d"),
            Duration.ofDays(365));
    Reading<DekImport> imported =
        settings.optional(
            "dek.import",
            Choice.of("allow", DekImport.ALLOW).or("refuse", DekImport.REFUSE),
            DekImport.ALLOW);
    return () ->
        new DekSettings(
            maxAge.value(),
            maxUses.value(),
            budget.value(),
            cryptoperiod.value(),
            imported.value());
  }

  private Reading<Environment> environment() {
    return settings.optional(
        "environment",
        Choice.of("development", Environment.DEVELOPMENT).or("production", Environment.PRODUCTION),
        Environment.DEVELOPMENT);
  }
}
