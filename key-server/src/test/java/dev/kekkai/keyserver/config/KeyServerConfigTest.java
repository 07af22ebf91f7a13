package dev.kekkai.keyserver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import dev.kekkai.keyserver.alarm.AlarmKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyServerConfigTest {
  private static final String LEAST =
      """
      name: keys-1
      kekkai: kekkai.properties
      listen: 0.0.0.0:8443
      seal-key: audit-seal
      catalogue-seal-key: catalogue-seal
      keks: [payments]
      tls:
        certificate: server.pem
        key: server.key
        client-ca: clients.pem
      database:
        url: jdbc:postgresql://db/kekkai
        user: kekkai
        password: file:db.password
      """;

  @TempDir Path folder;

  @BeforeEach
  void files() throws Exception {
    for (String name :
        List.of("kekkai.properties", "server.pem", "server.key", "server.p12", "clients.pem")) {
      Files.writeString(folder.resolve(name), "x");
    }
  }

  private KeyServerConfig parse(String yaml) {
    return KeyServerConfig.parse(yaml, folder);
  }

  private List<String> problems(String yaml) {
    try {
      parse(yaml);
      throw new AssertionError("no problem was found");
    } catch (ConfigException e) {
      return e.problems().stream().map(Problem::describe).toList();
    }
  }

  @Test
  void the_least_there_is_has_defaults_for_the_rest() {
    KeyServerConfig config = parse(LEAST);
    assertThat(config.name()).isEqualTo("keys-1");
    assertThat(config.environment()).isEqualTo(Environment.DEVELOPMENT);
    assertThat(config.kekkai()).isEqualTo(folder.resolve("kekkai.properties"));
    assertThat(config.listen()).isEqualTo(new ListenAddress("0.0.0.0", 8443));
    assertThat(config.management()).isNull();
    assertThat(config.keks().names()).containsExactly("payments");
    assertThat(config.keks().valid()).isEqualTo(Duration.ofDays(7));
    assertThat(config.limits()).isEqualTo(LimitSettings.defaults());
    assertThat(config.audit().server()).isEqualTo("keys-1");
    assertThat(config.witnesses()).isEmpty();
    assertThat(config.alarms().suspend()).isEmpty();
    assertThat(config.tls().identity())
        .isEqualTo(new TlsSettings.Pem(folder.resolve("server.pem"), folder.resolve("server.key")));
  }

  @Test
  void everything_that_can_be_said() {
    KeyServerConfig config =
        parse(
            """
            name: keys-1
            environment: production
            kekkai: kekkai.properties
            listen: "[::1]:8443"
            management: 127.0.0.1:9443
            seal-key: audit-seal
            catalogue-seal-key: catalogue-seal
            keks: [payments, cards]
            keks-valid: 1d
            keks-look: 500ms
            parallel-opens: 4
            tls:
              pkcs12: server.p12
              password: file:tls.password
              client-ca: clients.pem
              reload: 1m
            database:
              url: jdbc:postgresql://db/kekkai
              user: kekkai
              password: file:db.password
              connections: 20
              connect-timeout: 2s
              statement-timeout: 3s
              socket-timeout: 4s
            limits:
              body: 4MiB
              bodies: 128MiB
              header: 8KiB
              batch: 50
              connections: 500
              accepts: 100
              streams: 20
              threads: 32
              queue: 64
              handshake-timeout: 5s
              idle-timeout: 1m
              body-timeout: 5s
              request-timeout: 10s
              answer-timeout: 20s
              drain-timeout: 10s
            audit:
              record-within: 2s
              seal-within: 500ms
              seal-after: 50
              unsealed-limit: 5s
              waiting: 5000
              close-within: 3s
              witness:
                - file:/var/log/kekkai/seals.jsonl
                - syslog-tls://logs.example:6514
                - https://witness.example/seals
            rejects:
              per-minute: 5
              rows: 100
              counts-for: 1d
            alarms:
              period: 30s
              factor: "2.5"
              floor: 10
              learning: 5
              memory: 20
              refusals: 30
              not-opened: 10
              quiet: 5m
              suspend: [rate, not-opened]
              syslog: [syslog-udp://127.0.0.1:514]
              webhook:
                - url: https://alarms.example/kekkai
                  key-id: keys-1
                  key: server.key
                  algorithm: ed25519
            """);
    assertThat(config.limits().bodyBytes()).isEqualTo(4 << 20);
    assertThat(config.limits().bodiesBytes()).isEqualTo(128L << 20);
    assertThat(config.limits().queue()).isEqualTo(64);
    assertThat(config.limits().answerTimeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(config.keks().parallel()).isEqualTo(4);
    assertThat(config.audit().sealAfter()).isEqualTo(50);
    assertThat(config.witnesses())
        .hasSize(3)
        .contains(new Destination.Syslog("tls", "logs.example", 6514));
    assertThat(config.rejects().rows()).isEqualTo(100);
    assertThat(config.alarms().factor()).isEqualTo(2.5);
    assertThat(config.alarms().suspend())
        .containsExactlyInAnyOrder(AlarmKind.RATE, AlarmKind.NOT_OPENED);
    assertThat(config.alarmTargets().webhooks())
        .singleElement()
        .satisfies(webhook -> assertThat(webhook.keyId()).isEqualTo("keys-1"));
    assertThat(config.listen().toString()).isEqualTo("[::1]:8443");
  }

  @Test
  void all_problems_are_told_at_once_each_with_key_value_and_what_is_right() {
    assertThat(
            problems(
                """
                name: keys 1
                kekkai: nothing.properties
                listen: 8443x
                management: host:99999
                seal-key: audit.v1
                keks: [payments, payments]
                keks-valid: 2 days
                colour: red
                tls:
                  certificate: server.pem
                limits:
                  body: 2MB
                  threads: 0
                database:
                  url: jdbc:mysql://db
                """))
        .anyMatch(p -> p.startsWith("name = keys 1: must be 1 to 64 of"))
        .anyMatch(p -> p.startsWith("kekkai = nothing.properties: is no file"))
        .anyMatch(p -> p.startsWith("listen = 8443x: must be HOST:PORT"))
        .anyMatch(p -> p.startsWith("management = host:99999: must be HOST:PORT"))
        .anyMatch(p -> p.startsWith("seal-key = audit.v1: must be the name of a key"))
        .anyMatch(p -> p.startsWith("catalogue-seal-key: is missing: give the name"))
        .anyMatch(p -> p.startsWith("keks: must have each name once"))
        .anyMatch(p -> p.startsWith("keks-valid = 2 days: must be a duration from 1m to 365d"))
        .anyMatch(p -> p.startsWith("colour: is no key here; the keys are"))
        .anyMatch(p -> p.startsWith("tls.key: is missing: give a PEM file"))
        .anyMatch(p -> p.startsWith("tls.client-ca: is missing"))
        .anyMatch(p -> p.startsWith("limits.body = 2MB: must be a size from 16KiB to 64MiB"))
        .anyMatch(p -> p.startsWith("limits.threads = 0: must be a whole number from 1"))
        .anyMatch(p -> p.startsWith("database.user: is missing"));
  }

  @Test
  void a_password_in_the_place_of_its_source_is_never_repeated() {
    String yaml = LEAST.replace("file:db.password", "hunter2");
    assertThatThrownBy(() -> parse(yaml))
        .hasMessageContaining("database.password: must be file:PATH or env:NAME")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"20394857", "true", "[20394857]", "{a: 20394857}"})
  void a_password_that_yaml_does_not_take_for_text_is_not_repeated_either(String password) {
    assertThatThrownBy(() -> parse(LEAST.replace("file:db.password", password)))
        .hasMessageContaining("database.password: must be text; put it into quotation marks")
        .hasMessageNotContaining("20394857");
  }

  @Test
  void a_line_that_is_no_yaml_is_not_repeated() {
    assertThatThrownBy(() -> parse(LEAST + "database.password hunter2\n"))
        .hasMessageContaining("is no YAML")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void a_database_url_is_never_repeated_since_it_may_hold_a_password() {
    String yaml = LEAST.replace("jdbc:postgresql://db/kekkai", "jdbc:h2:mem:x;PASSWORD=hunter2");
    assertThatThrownBy(() -> parse(yaml))
        .hasMessageContaining("database.url")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void production_refuses_h2_and_passwords_from_the_environment() {
    String yaml =
        "environment: production\n"
            + LEAST
                .replace("jdbc:postgresql://db/kekkai", "jdbc:h2:file:./db;WRITE_DELAY=0")
                .replace("file:db.password", "env:DB_PASSWORD");
    assertThat(problems(yaml))
        .anyMatch(p -> p.contains("database.url") && p.contains("refuses H2"))
        .anyMatch(
            p -> p.contains("database.password") && p.contains("refuses passwords from the env"));
    parse(yaml.replace("environment: production\n", ""));
  }

  @Test
  void keys_that_stand_twice_anchors_and_other_files_are_refused() throws Exception {
    assertThat(problems(LEAST + "name: keys-2\n").toString()).containsIgnoringCase("duplicate");
    assertThat(problems("- a\n- b\n").toString()).contains("mapping");
    Path missing = folder.resolve("missing.yaml");
    assertThatThrownBy(() -> KeyServerConfig.load(missing))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("does not exist");
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, new byte[] {'a', ':', ' ', (byte) 0xe4});
    assertThatThrownBy(() -> KeyServerConfig.load(latin)).hasMessageContaining("UTF-8");
    Path good = folder.resolve("good.yaml");
    Files.writeString(good, LEAST);
    assertThat(KeyServerConfig.load(good)).isEqualTo(parse(LEAST));
  }

  @Test
  void a_number_with_a_fraction_is_text_and_one_without_need_not_be() {
    assertThat(parse(LEAST + "alarms: {factor: 7}\n").alarms().factor()).isEqualTo(7);
    assertThat(problems(LEAST + "alarms: {factor: 'much'}\n"))
        .singleElement()
        .asString()
        .startsWith("alarms.factor = much: must be a number such as 5");
  }

  @Test
  void a_destination_of_another_kind_is_refused() {
    for (String wrong :
        List.of("ftp://x", "syslog-udp://host", "syslog-tcp://host:514/path", "seals.jsonl")) {
      assertThat(problems(LEAST + "audit:\n  witness: ['" + wrong + "']\n"))
          .singleElement()
          .asString()
          .contains("audit.witness[0]")
          .contains("must be file:PATH, syslog-udp://");
    }
  }
}
