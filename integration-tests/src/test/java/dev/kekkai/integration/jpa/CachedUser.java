package dev.kekkai.integration.jpa;

import dev.kekkai.jpa.Encrypted;
import dev.kekkai.jpa.EncryptedValue;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** An entity that is kept in the second-level cache. */
@Entity
@Cacheable
class CachedUser {
  @Id String id;

  @Encrypted(dek = JpaSite.DEK)
  @Nullable EncryptedValue secret;

  @Convert(converter = HintConverter.class)
  @Nullable String hint;

  String name = "";

  CachedUser() {
    this("");
  }

  CachedUser(String id) {
    this.id = id;
  }
}
