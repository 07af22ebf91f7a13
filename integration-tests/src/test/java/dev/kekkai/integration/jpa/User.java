package dev.kekkai.integration.jpa;

import dev.kekkai.jpa.Encrypted;
import dev.kekkai.jpa.EncryptedValue;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** An entity whose ids come from a sequence. */
@Entity
@Table(name = "users")
class User {
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE)
  private @Nullable Long id;

  private String name;

  @Encrypted(dek = JpaSite.DEK)
  @Column(name = "otp_secret")
  private @Nullable EncryptedValue otpSecret;

  @Encrypted(dek = JpaSite.DEK)
  @Column(length = 400)
  private @Nullable EncryptedValue note;

  @Column(length = 64)
  private @Nullable String noteIndex;

  User() {
    this("");
  }

  User(String name) {
    this.name = name;
  }

  Long id() {
    return id;
  }

  String name() {
    return name;
  }

  void rename(String newName) {
    this.name = newName;
  }

  @Nullable EncryptedValue secret() {
    return otpSecret;
  }

  void secret(@Nullable EncryptedValue secret) {
    this.otpSecret = secret;
  }

  @Nullable EncryptedValue note() {
    return note;
  }

  void note(@Nullable EncryptedValue newNote) {
    this.note = newNote;
  }

  void noteIndex(String blindIndex) {
    this.noteIndex = blindIndex;
  }
}
