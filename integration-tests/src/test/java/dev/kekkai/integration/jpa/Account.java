package dev.kekkai.integration.jpa;

import dev.kekkai.jpa.Encrypted;
import dev.kekkai.jpa.EncryptedValue;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An entity with an id of its own making, and a subclass in another table. */
@Entity
@Inheritance(strategy = InheritanceType.JOINED)
class Account {
  @Id UUID id = UUID.randomUUID();

  @Encrypted(dek = JpaSite.DEK)
  @Nullable EncryptedValue iban;

  @Encrypted(dek = "no-such-dek")
  @Nullable EncryptedValue lost;
}
