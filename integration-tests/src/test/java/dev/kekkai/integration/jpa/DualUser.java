package dev.kekkai.integration.jpa;

import dev.kekkai.jpa.Encrypted;
import dev.kekkai.jpa.EncryptedValue;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * What a release has that reads and writes both columns of a migration, as docs/columns.md says.
 */
@Entity
@Table(name = "dual_users")
@DynamicUpdate
class DualUser {
  @Id long id;

  @Nullable String name;

  @Encrypted(dek = JpaSite.DEK)
  @Column(name = "otp_enc", columnDefinition = "text")
  @Nullable EncryptedValue encrypted;

  @Column(name = "otp")
  @Nullable String plaintext;

  DualUser() {}

  @Nullable String otp() {
    return encrypted != null ? encrypted.text() : plaintext;
  }

  void otp(String otp) {
    plaintext = otp;
    encrypted = EncryptedValue.of(otp);
  }
}
