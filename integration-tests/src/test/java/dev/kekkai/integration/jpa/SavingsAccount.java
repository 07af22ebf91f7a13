package dev.kekkai.integration.jpa;

import dev.kekkai.jpa.Encrypted;
import dev.kekkai.jpa.EncryptedValue;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Its table and column were renamed; what was encrypted before is bound to the names they had. */
@Entity
@Table(name = "savings_account")
class SavingsAccount extends Account {
  @Encrypted(dek = JpaSite.DEK, table = "savings", column = "memo")
  @Column(name = "memo_v1")
  @Nullable EncryptedValue memo;
}
