package dev.kekkai.keyserver.config;

import dev.kekkai.config.Environment;
import dev.kekkai.keyserver.alarm.AlarmSettings;
import dev.kekkai.keyserver.audit.AuditSettings;
import dev.kekkai.keyserver.audit.reject.RejectSettings;
import dev.kekkai.keyserver.db.DatabaseSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole of {@code key-server.yaml}: immutable, validated, without any secret, and so safe to
 * print.
 *
 * @param name this server's name, different from every other server's ({@code name})
 * @param environment how strict the start is ({@code environment})
 * @param kekkai the {@code kekkai.properties} of the token ({@code kekkai})
 * @param listen where clients connect ({@code listen})
 * @param management where health and metrics are, in clear; null for nowhere ({@code management})
 * @param tls certificate, key and authorities ({@code tls})
 * @param sealKey the key on the token that seals the audit log, by name ({@code seal-key})
 * @param catalogueSealKey the key on the token that signs KEK sets, by name ({@code
 *     catalogue-seal-key})
 * @param database the database of all servers ({@code database})
 * @param keks which KEKs are served
 * @param limits what a client may take up ({@code limits})
 * @param audit how the audit log is written ({@code audit})
 * @param witnesses where its seals go ({@code audit.witness})
 * @param rejects how much is kept of attempts of nobody ({@code rejects})
 * @param alarms when to raise alarms ({@code alarms})
 * @param alarmTargets who is told of them ({@code alarms.syslog}, {@code alarms.webhook})
 */
public record KeyServerConfig(
    String name,
    Environment environment,
    Path kekkai,
    ListenAddress listen,
    @Nullable ListenAddress management,
    TlsSettings tls,
    String sealKey,
    String catalogueSealKey,
    DatabaseSettings database,
    KekSettings keks,
    LimitSettings limits,
    AuditSettings audit,
    List<Destination> witnesses,
    RejectSettings rejects,
    AlarmSettings alarms,
    AlarmTargets alarmTargets) {

  /**
   * Reads a file. Relative paths in it start from the folder it is in.
   *
   * @param file the file, YAML
   * @return the configuration
   * @throws dev.kekkai.config.problem.ConfigException with all that is wrong in it
   */
  public static KeyServerConfig load(Path file) {
    return ConfigFile.load(file);
  }

  /**
   * Reads a text.
   *
   * @param yaml the text
   * @param folder where relative paths start
   * @return the configuration
   * @throws dev.kekkai.config.problem.ConfigException with all that is wrong in it
   */
  public static KeyServerConfig parse(String yaml, Path folder) {
    return ConfigFile.parse(yaml, folder, "Key server configuration");
  }
}
