package dev.kekkai.integration.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.formats.EncryptionContext;
import java.nio.charset.StandardCharsets;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;

/** An entity with both columns of a migration. */
abstract class DualReadEntityContract {
  private static final EncryptionContext PLACE = EncryptionContext.of("dual_users", "otp_enc", "1");

  @Test
  void what_is_written_back_is_what_was_changed_and_nothing_else() throws Exception {
    try (JpaSite site = JpaSite.open();
        SessionFactory sessions = site.sessions(DualUser.class)) {
      site.write("insert into dual_users (id, name, otp) values (1, 'anna', 'plain')");
      byte[] plain = "plain".getBytes(StandardCharsets.UTF_8);
      String token = site.keyring().encrypt(JpaSite.DEK, plain, PLACE);
      try (Session session = sessions.openSession()) {
        session.beginTransaction();
        DualUser user = session.find(DualUser.class, 1L);
        assertThat(user.otp()).isEqualTo("plain");
        site.write("update dual_users set otp_enc = '" + token + "', otp = null"); // meanwhile
        user.name = "bert";
        session.getTransaction().commit();
      }
      assertThat(site.sql("select name from dual_users")).isEqualTo("bert");
      assertThat(site.sql("select otp_enc from dual_users")).isEqualTo(token);
      assertThat(site.sql("select otp from dual_users")).isNull();
      sessions.inTransaction(
          session -> {
            DualUser user = session.find(DualUser.class, 1L);
            assertThat(user.otp()).isEqualTo("plain");
            user.otp("changed");
          });
      assertThat(site.sql("select otp from dual_users")).isEqualTo("changed");
      assertThat(site.keyring().decrypt(site.sql("select otp_enc from dual_users"), PLACE))
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("changed");
    }
  }
}
