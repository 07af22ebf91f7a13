package dev.kekkai.keyserver.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.Environment;
import dev.kekkai.config.pin.PinSource;
import dev.kekkai.config.problem.ConfigException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/kekkai?password=hunter2",
        "jdbc:postgresql://db/kekkai?ssl=true&PASSWORD=hunter2",
        "jdbc:h2:file:/tmp/x;WRITE_DELAY=0;PASSWORD=hunter2",
        "jdbc:postgresql://db/kekkai?user=hunter2",
        "jdbc:postgresql://kekkai:hunter2@db/kekkai",
        "jdbc:postgresql://db/kekkai?sslkey=k&sslpassword=hunter2"
      })
  void a_url_with_a_secret_is_refused_without_being_repeated(String url) {
    assertThatThrownBy(() -> of(url, Environment.DEVELOPMENT))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("database.url: must not hold user or password")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:mysql://db/kekkai | must begin with jdbc:postgresql:",
        "postgresql://db/kekkai | must begin with jdbc:postgresql:",
        "jdbc:h2:file:/tmp/x | add ;WRITE_DELAY=0",
        "jdbc:h2:file:/tmp/x;WRITE_DELAY=500 | add ;WRITE_DELAY=0",
        "jdbc:h2:file:/tmp/x;WRITE_DELAY=00 | add ;WRITE_DELAY=0",
        "jdbc:h2:mem:x;WRITE_DELAY=0 | keeps no audit log"
      })
  void a_database_that_may_lose_the_log_is_refused(String url, String expected) {
    assertThatThrownBy(() -> of(url, Environment.DEVELOPMENT))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void production_refuses_h2() {
    assertThatThrownBy(() -> of("JDBC:H2:file:/tmp/x;WRITE_DELAY=0", Environment.PRODUCTION))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("environment = production refuses H2");
  }

  @Test
  void all_problems_are_told_at_once() {
    assertThatThrownBy(
            () ->
                new DatabaseSettings(
                    "jdbc:oracle:x",
                    "u",
                    new PinSource.Prompt(),
                    Environment.PRODUCTION,
                    1,
                    Duration.ZERO,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("5 problems")
        .hasMessageContaining("database.url")
        .hasMessageContaining("database.password")
        .hasMessageContaining("database.connections = 1")
        .hasMessageContaining("database.connect-timeout")
        .hasMessageContaining("database.socket-timeout");
  }

  @Test
  void its_text_shows_no_url() {
    assertThat(of("jdbc:postgresql://db.example/kekkai", Environment.PRODUCTION).toString())
        .contains("POSTGRESQL")
        .doesNotContain("db.example");
  }

  private static DatabaseSettings of(String url, Environment environment) {
    return DatabaseSettings.of(url, "kekkai", null, environment);
  }
}
