package dev.kekkai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.ILoggerFactory;

class LoggingTest {
  @AfterEach
  void forget() {
    System.clearProperty(Logging.FILE);
    System.clearProperty(Logging.LEVEL);
  }

  @ParameterizedTest
  @CsvSource({
    "serve, true",
    "--config key-server.yaml serve, true",
    "--config=key-server.yaml --debug serve --help, true",
    "serve --config serve, true",
    "--config serve kek list, false",
    "kek create serve, false",
    "--debug, false",
    "--config, false"
  })
  void the_servers_log_is_for_serve(String line, boolean serves) {
    assertThat(Logging.serves(line.split(" "))).isEqualTo(serves);
    Logging.choose(line.split(" "));
    assertThat(System.getProperty(Logging.FILE)).isEqualTo(serves ? Logging.SERVER_FILE : null);
    assertThat(System.getProperty(Logging.LEVEL))
        .isEqualTo(line.contains("--debug") ? "DEBUG" : null);
  }

  @Test
  void what_was_set_for_the_jvm_stays() {
    System.setProperty(Logging.FILE, "mine.xml");
    Logging.choose("serve");
    assertThat(System.getProperty(Logging.FILE)).isEqualTo("mine.xml");
  }

  @Test
  void a_servers_lines_have_time_level_thread_logger_and_stack_trace() throws Exception {
    String log =
        logged(
            "/" + Logging.SERVER_FILE,
            loggers -> {
              loggers.getLogger("dev.kekkai.keyserver.Assembly").info("Key server keys-1 serves");
              loggers
                  .getLogger("dev.kekkai.keyserver.http.FrontHandler")
                  .error("the server failed", new IllegalStateException("why"));
              loggers.getLogger("dev.kekkai.keyserver.Assembly").debug("a detail");
              loggers.getLogger("org.eclipse.jetty.server.Server").info("Started");
              loggers.getLogger("com.zaxxer.hikari.HikariDataSource").warn("slow");
            });
    String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ";
    assertThat(log)
        .containsPattern("(?m)^" + time + "INFO  \\[[^]]+] Assembly: Key server keys-1 serves$")
        .containsPattern("(?m)^" + time + "ERROR \\[[^]]+] FrontHandler: the server failed$")
        .containsPattern("(?m)^java\\.lang\\.IllegalStateException: why$")
        .containsPattern("(?m)^\tat dev\\.kekkai\\.cli\\.LoggingTest")
        .containsPattern("(?m)^" + time + "WARN  \\[[^]]+] HikariDataSource: slow$")
        .doesNotContain("Started", "a detail");
  }

  @Test
  void other_libraries_tell_no_details_of_requests_in_a_servers_log() throws Exception {
    System.setProperty(Logging.LEVEL, "DEBUG");
    String log =
        logged(
            "/" + Logging.SERVER_FILE,
            loggers -> {
              loggers.getLogger("dev.kekkai.keyserver.Assembly").debug("a detail");
              loggers.getLogger("org.eclipse.jetty.io.SelectableChannelEndPoint").debug("bytes");
            });
    assertThat(log).contains("Assembly: a detail").doesNotContain("bytes");
  }

  @Test
  void other_commands_say_what_is_wrong_in_a_line() throws Exception {
    String log =
        logged(
            "/logback.xml",
            loggers -> {
              loggers.getLogger("dev.kekkai.client.KekSetCache").info("in use");
              loggers
                  .getLogger("dev.kekkai.client.KekSetCache")
                  .warn("can't be written", new IllegalStateException("why"));
            });
    assertThat(log).isEqualToIgnoringNewLines("WARN  can't be written");
  }

  @Test
  void what_a_message_quotes_does_not_command_the_terminal() throws Exception {
    for (String configuration : new String[] {"/logback.xml", "/" + Logging.SERVER_FILE}) {
      String log =
          logged(
              configuration,
              loggers ->
                  loggers
                      .getLogger("dev.kekkai.cryptoki.Token")
                      .warn("of \u001b[2J\u009b\u202ea\n\tat here, {it's} 100%"));
      assertThat(log).contains("of ?[2J??a\n\tat here, {it's} 100%\n");
    }
  }

  private static String logged(String configuration, Consumer<ILoggerFactory> lines)
      throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    LoggerContext loggers = new LoggerContext();
    loggers.setMDCAdapter(new LogbackMDCAdapter());
    try (PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setErr(captured);
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(loggers);
      configurator.doConfigure(LoggingTest.class.getResource(configuration));
      lines.accept(loggers);
      assertThat(loggers.getStatusManager().getCopyOfStatusList())
          .allMatch(status -> status.getLevel() == Status.INFO);
    } finally {
      System.setErr(before);
      loggers.stop();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
