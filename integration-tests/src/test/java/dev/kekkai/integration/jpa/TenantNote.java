package dev.kekkai.integration.jpa;

import dev.kekkai.jpa.Encrypted;
import dev.kekkai.jpa.EncryptedValue;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A row of one tenant, in a table that all tenants share. */
@Entity
@Table(name = "`Tenant Note`")
class TenantNote {
  @Id String id;

  @TenantId @Nullable String tenant;

  @Encrypted(dek = JpaSite.DEK)
  @Nullable EncryptedValue text;

  TenantNote() {
    this("");
  }

  TenantNote(String id) {
    this.id = id;
  }
}
