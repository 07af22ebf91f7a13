package dev.kekkai.keyserver.config;

import dev.kekkai.config.Environment;
import dev.kekkai.keyserver.alarm.AlarmSettings;
import dev.kekkai.keyserver.audit.AuditSettings;
import dev.kekkai.keyserver.audit.format.ServerName;
import dev.kekkai.keyserver.audit.reject.RejectSettings;
import dev.kekkai.keyserver.db.DatabaseSettings;
import dev.kekkai.keyserver.yaml.Texts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Turns a document into a {@link KeyServerConfig}, section by section. */
final class ConfigReader {
  private static final int MAX_KEKS = 100;

  private final Keys keys;
  private final Parse parse;

  ConfigReader(Keys keys, Path folder) {
    this.keys = keys;
    this.parse = new Parse(folder);
  }

  /** Empty after a problem. */
  Optional<KeyServerConfig> read() {
    Optional<Environment> environment =
        keys.optional(
            "environment",
            Texts.word(
                new TreeMap<>(
                    Map.of(
                        "development", Environment.DEVELOPMENT,
                        "production", Environment.PRODUCTION))));
    Optional<String> name = keys.required("name", "give " + ServerName.FORM, ConfigReader::name);
    Optional<Path> kekkai =
        keys.required("kekkai", "give the path of the token's kekkai.properties", parse::file);
    Optional<ListenAddress> listen =
        keys.required("listen", "give HOST:PORT, such as 0.0.0.0:8443", ListenAddress::parse);
    Optional<ListenAddress> management = keys.optional("management", ListenAddress::parse);
    Optional<String> sealKey =
        keys.required(
            "seal-key", "give the name of the key that seals the audit log", Parse.KEY_NAME);
    Optional<String> catalogueSealKey =
        keys.required(
            "catalogue-seal-key", "give the name of the key that signs KEK sets", Parse.KEY_NAME);
    Optional<KekSettings> keks = keks();
    ServiceReader services = new ServiceReader(keys, parse);
    Optional<TlsSettings> tls = services.tls(environment.orElse(Environment.DEVELOPMENT));
    Optional<DatabaseSettings> database =
        services.database(environment.orElse(Environment.DEVELOPMENT));
    LimitSettings limits = new LimitReader(keys.section("limits")).read();
    AuditReader observers = new AuditReader(keys, parse);
    Optional<AuditSettings> audit = observers.audit(name.orElse("unnamed"));
    List<Destination> witnesses = observers.witnesses();
    RejectSettings rejects = observers.rejects();
    Optional<AlarmSettings> alarms = observers.alarms();
    AlarmTargets targets = observers.targets();
    observers.end();
    keys.end();
    if (name.isEmpty()
        || kekkai.isEmpty()
        || listen.isEmpty()
        || sealKey.isEmpty()
        || catalogueSealKey.isEmpty()
        || keks.isEmpty()
        || tls.isEmpty()
        || database.isEmpty()
        || audit.isEmpty()
        || alarms.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new KeyServerConfig(
            name.get(),
            environment.orElse(Environment.DEVELOPMENT),
            kekkai.get(),
            listen.get(),
            management.orElse(null),
            tls.get(),
            sealKey.get(),
            catalogueSealKey.get(),
            database.get(),
            keks.get(),
            limits,
            audit.get(),
            witnesses,
            rejects,
            alarms.get(),
            targets));
  }

  private static String name(String text) {
    if (!ServerName.isValid(text)) {
      throw new IllegalArgumentException("must be " + ServerName.FORM);
    }
    return text;
  }

  private Optional<KekSettings> keks() {
    if (!keys.has("keks")) {
      keys.problem("keks", null, "is missing: list the names of the KEKs to serve");
    }
    List<String> names = keys.list("keks", MAX_KEKS, Parse.KEY_NAME);
    Set<String> different = new HashSet<>(names);
    if (different.size() < names.size()) {
      keys.problem("keks", null, "must have each name once");
    }
    if (keys.has("keks") && names.isEmpty()) {
      keys.problem("keks", null, "must have at least one name");
    }
    Duration valid =
        keys.optional("keks-valid", Parse.duration("1m", "365d")).orElse(Duration.ofDays(7));
    Duration look =
        keys.optional("keks-look", Parse.duration("100ms", "1m")).orElse(Duration.ofSeconds(2));
    int parallel = keys.number("parallel-opens", 1, 1023, 8);
    return different.isEmpty()
        ? Optional.empty()
        : Optional.of(new KekSettings(Set.copyOf(different), valid, look, parallel));
  }
}
