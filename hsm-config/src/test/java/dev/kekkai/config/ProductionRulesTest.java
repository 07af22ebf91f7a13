package dev.kekkai.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.Mark;
import dev.kekkai.config.profile.MarkedValue;
import dev.kekkai.config.profile.ProfileCatalog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductionRulesTest {

  @TempDir Path folder;
  private ConfigFixture fixture;

  @BeforeEach
  void makeFixture() throws IOException {
    fixture = new ConfigFixture(folder);
  }

  @Test
  void refusesAPinFromTheEnvironmentAndAnH2Store() {
    assertThatThrownBy(
            () ->
                fixture.parse(
                    "environment", "production", "pin", "env:PIN", "store", "JDBC:H2:./dev"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("2 problems")
        .hasMessageContaining("pin = env:PIN: production refuses")
        .hasMessageContaining("store = JDBC:H2:./dev: production refuses H2");
  }

  @Test
  void aProfileThatIsNamedIsRefusedWithEverythingElse() {
    assertThatThrownBy(
            () ->
                fixture.parse(
                    "environment",
                    "production",
                    "pin",
                    "env:PIN",
                    "store",
                    "jdbc:h2:./dev",
                    "profile",
                    "generic",
                    "bulk",
                    "both"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(
            "4 problems",
            "bulk = both: ",
            "pin = env:PIN: production refuses",
            "store = jdbc:h2:./dev: production refuses H2",
            "environment = production: refuses values nobody has measured; profile 'generic' has ");
    assertThatThrownBy(() -> fixture.parse("environment", "production", "profile", "softhsm2"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("refuses software tokens such as 'softhsm2': use an HSM");
  }

  @Test
  void takesAPinFileAndAnotherDatabase() {
    KekkaiConfig config =
        fixture.parse(
            "environment", "production", "pin", "file:pin", "store", "jdbc:postgresql://db/kekkai");
    assertThat(config.environment()).isEqualTo(Environment.PRODUCTION);
  }

  @Test
  void developmentTakesThemAll() {
    KekkaiConfig config = fixture.parse("pin", "env:PIN", "store", "jdbc:h2:./dev");
    assertThat(ProductionRules.check(config, ProfileCatalog.builtIn().byName("softhsm2")))
        .isEmpty();
  }

  @Test
  void refusesSoftwareTokensAndUnmeasuredValuesOnceTheProfileIsKnown() {
    KekkaiConfig config = fixture.parse("environment", "production");
    assertThat(ProductionRules.check(config, ProfileCatalog.builtIn().byName("softhsm2")))
        .extracting(Problem::expected)
        .anySatisfy(expected -> assertThat(expected).contains("software tokens", "'softhsm2'"));
    assertThat(ProductionRules.check(config, ProfileCatalog.builtIn().byName("generic")))
        .singleElement()
        .extracting(Problem::expected)
        .asString()
        .contains("nobody has measured", "gcm.maxBytes");
  }

  @Test
  void takesAnHsmWhoseProfileIsMeasured() {
    HsmProfile generic = ProfileCatalog.builtIn().byName("generic");
    HsmProfile measured =
        new HsmProfile(
            "measured",
            false,
            generic.match(),
            generic.init(),
            generic.login(),
            generic.session(),
            generic.wrap(),
            generic.rsaKekUsage(),
            generic.oaep(),
            generic.ecdh(),
            generic.gcm(),
            generic.templates(),
            generic.softwareDekPath(),
            generic.errors(),
            Map.of("gcm.maxBytes", new MarkedValue("0", Mark.MEASURED)));
    assertThat(ProductionRules.check(fixture.parse("environment", "production"), measured))
        .isEmpty();
  }
}
