package dev.kekkai.integration.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.jpa.ColumnDecryptionException;
import dev.kekkai.jpa.EncryptedValue;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sessions with a tenant. */
abstract class TenantContract {
  private static JpaSite site;
  private static SessionFactory sessions;

  @BeforeAll
  static void open() throws Exception {
    site = JpaSite.open();
    sessions = site.sessions(TenantNote.class);
  }

  @AfterAll
  static void close() {
    sessions.close();
    site.close();
  }

  @Test
  void a_value_is_bound_to_its_tenant_too() throws Exception {
    try (Session session = sessionOf("a")) {
      session.beginTransaction();
      TenantNote note = new TenantNote("n");
      note.text = EncryptedValue.of("of a");
      session.persist(note);
      session.getTransaction().commit();
    }
    String token = site.sql("select text from \"Tenant Note\"");
    assertThat(site.keyring().decrypt(token, EncryptionContext.of("Tenant Note", "text", "a", "n")))
        .hasSize(4);
    try (Session session = sessionOf("a")) {
      assertThat(session.find(TenantNote.class, "n").text.text()).isEqualTo("of a");
    }
    site.write("update \"Tenant Note\" set tenant = 'b'");
    try (Session session = sessionOf("b")) {
      assertThatThrownBy(() -> session.find(TenantNote.class, "n"))
          .isExactlyInstanceOf(ColumnDecryptionException.class);
    }
  }

  private static Session sessionOf(String tenant) {
    return sessions.withOptions().tenantIdentifier((Object) tenant).openSession();
  }
}
