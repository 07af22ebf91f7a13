package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.profile.ProfileCatalog;
import dev.kekkai.cryptoki.RefusedConfigurationException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import dev.kekkai.testkit.fault.Shim;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.KeyGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code environment = production} refuses, on a real token that would serve otherwise. */
class ProductionOnTokenTest {
  private static final String SOFTWARE_TOKEN =
      "environment = production: refuses software tokens such as 'softhsm2': use an HSM";
  private static final String UNMEASURED =
      "environment = production: refuses values nobody has measured; profile '";

  @TempDir private Path folder;

  @Test
  void everything_that_the_configuration_shows_is_told_at_once() {
    Path config =
        Tokens.softHsm()
            .propertiesFile(
                "production-all.properties",
                "environment",
                "production",
                "pin",
                "env:KEKKAI_PIN",
                "store",
                "jdbc:h2:file:./store;WRITE_DELAY=0",
                "profile",
                "softhsm2");
    Shell shell = shell(config);
    for (String command : new String[] {"doctor", "kek list", "encrypt -c a", "rewrap"}) {
      int exitCode = shell.run(command.equals("rewrap") ? rewrap() : command.split(" "));
      assertThat(exitCode).as(command).isEqualTo(ExitCode.USAGE);
      assertThat(shell.out() + shell.err())
          .contains(
              config + ": 4 problems",
              "- pin = env:KEKKAI_PIN: production refuses PINs from the environment: use file:PATH",
              "- store = jdbc:h2:file:./store;WRITE_DELAY=0: production refuses H2",
              "- " + SOFTWARE_TOKEN,
              "- " + UNMEASURED + "softhsm2' has ");
    }
    Provider unconfigured = new KekkaiProvider();
    assertThatThrownBy(() -> unconfigured.configure(config.toString()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("4 problems", "pin = ", "store = ", SOFTWARE_TOKEN, UNMEASURED);
  }

  private static String[] rewrap() {
    return new String[] {"rewrap", "--from", "payments.v1", "--to", "payments.v2"};
  }

  @Test
  void a_software_token_is_refused_before_anybody_logs_in() throws Exception {
    TestToken own = SoftHsmTokens.create("production");
    try (Shim shim = Shim.over(own)) {
      String[] production = {"environment", "production", "kek", "payments"};
      Shell shell = shell(shim.token().propertiesFile("production.properties", production));
      TokenFiles before = TokenFiles.all();
      assertThat(shell.run("kek", "create", "payments")).isEqualTo(ExitCode.USAGE);
      assertThat(shell.err())
          .startsWith("kekkai: " + SOFTWARE_TOKEN)
          .contains("; " + UNMEASURED + "softhsm2' has ");
      assertThat(shell.run("doctor")).isEqualTo(ExitCode.USAGE);
      assertThat(shell.out()).contains("FAIL ", SOFTWARE_TOKEN).doesNotContain("all the same");
      try (KekkaiProvider provider = shim.token().provider(production)) {
        assertThatThrownBy(() -> provider.source().get())
            .isInstanceOf(RefusedConfigurationException.class)
            .hasMessageContainingAll(SOFTWARE_TOKEN, UNMEASURED);
        KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
        assertThatThrownBy(generator::generateKey).hasStackTraceContaining(SOFTWARE_TOKEN);
      }
      assertThat(shim.calls("C_Initialize")).as("the module was asked").isPositive();
      assertThat(shim.calls("C_Login")).isZero();
      assertThat(TokenFiles.all()).isEqualTo(before);
    }
  }

  @Test
  void each_rule_about_the_profile_stands_alone() throws Exception {
    Map<String, String> values = valuesOf("generic");
    values.putAll(valuesOf("softhsm2"));
    values.keySet().removeIf(key -> key.startsWith("match.") || key.equals("extends"));
    values.replaceAll((key, value) -> value.replaceAll("\\[[a-z]+]", "[measured]"));

    values.put("softwareToken", "yes");
    assertThat(problemsWith(values, "measured")).contains("1 problem", "refuses software tokens");

    values.put("softwareToken", "no");
    values.put("gcm.maxBytes", "16000 [unverified]");
    assertThat(problemsWith(values, "guessed")).contains("1 problem", "has gcm.maxBytes");

    values.put("gcm.maxBytes", "16000 [documented]");
    assertThat(problemsWith(values, "read")).contains("1 problem", "has gcm.maxBytes");

    values.put("gcm.maxBytes", "16000 [measured]");
    Path profile = write(values, "fit");
    Shell shell =
        shell(
            Tokens.softHsm()
                .propertiesFile(
                    "production-fit.properties",
                    "environment",
                    "production",
                    "profile",
                    profile.toString()));
    assertThat(shell.run("kek", "list")).as(shell.err()).isZero(); // nothing is left to refuse
  }

  private String problemsWith(Map<String, String> profile, String name) throws IOException {
    Path file = write(profile, name);
    Shell shell =
        shell(
            Tokens.softHsm()
                .propertiesFile(
                    "production-" + name + ".properties",
                    "environment",
                    "production",
                    "profile",
                    file.toString()));
    assertThat(shell.run("kek", "list")).isEqualTo(ExitCode.USAGE);
    return shell.err();
  }

  private Path write(Map<String, String> profile, String name) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".properties"),
        profile.entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue() + "\n")
            .collect(Collectors.joining()));
  }

  /** A built-in profile's values with their marks, by knob. */
  private static Map<String, String> valuesOf(String name) throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        ProfileCatalog.class.getResourceAsStream(
            "/dev/kekkai/config/profiles/" + name + ".properties")) {
      properties.load(in);
    }
    Map<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    return values;
  }

  private Shell shell(Path config) {
    return new Shell(folder).with("KEKKAI_CONFIG", config.toString());
  }
}
