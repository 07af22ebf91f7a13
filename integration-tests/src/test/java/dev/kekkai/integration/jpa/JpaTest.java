package dev.kekkai.integration.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.examples.jdbc.JdbcExample;
import dev.kekkai.examples.jpa.JpaExample;
import dev.kekkai.integration.keyserver.Postgres;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Everything about JPA, and the examples that users copy, as examples/run runs them, in one
 * database.
 */
class JpaTest {
  /** To start Hibernate costs more than all tests of it: so these run in one JVM. */
  @Nested
  class Entities extends EncryptedEntityContract {}

  @Nested
  class Cached extends CachedEntityContract {}

  @Nested
  class DualRead extends DualReadEntityContract {}

  @Nested
  class Tenants extends TenantContract {}

  @Nested
  class Refused extends RefusedMappingContract {}

  private static final String KEK = "examples";

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

  @Test
  void jdbc_and_jpa_share_a_table() throws Exception {
    TestToken token = Tokens.softHsm();
    try (KekkaiProvider provider = token.provider("kek", KEK)) {
      provider.maker().create(KekSpec.aes(KEK));
    }
    String properties = token.propertiesFile("examples.properties", "kek", KEK).toString();
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(Postgres.shared().newDatabase());
    database.setUser(Postgres.USER);

    JdbcExample.run(properties, database, out);
    assertThat(lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("The application reads: JBSWY3DPEHPK3PXP"),
            line -> assertThat(line).startsWith("The database has:      kQ"),
            line -> assertThat(line).startsWith("In bert's row:         The field token does not"));

    JpaExample.run(properties, database, out);
    assertThat(lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("The application reads: JBSWY3DPEHPK3PXP"),
            line -> assertThat(line).startsWith("The database has:      kQ"),
            line -> assertThat(line).isEqualTo("Changed:               MFRGGZDFMZTWQ2LK"),
            line -> assertThat(line).startsWith("In dora's row:         The value of users.otp"));
  }

  private String[] lines() {
    String[] lines = said.toString(StandardCharsets.UTF_8).split("\\R");
    said.reset();
    return lines;
  }
}
