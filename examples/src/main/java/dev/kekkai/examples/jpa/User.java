package dev.kekkai.examples.jpa;

import dev.kekkai.jpa.Encrypted;
import dev.kekkai.jpa.EncryptedValue;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of the table users. Everybody but this class sees text. */
@Entity
@Table(name = "users")
class User {
  @Id private long id;

  private String name;

  /** In the database: a token that decrypts in this table, column and row only. */
  @Encrypted(dek = "users")
  @Column(name = "otp_secret", length = 120)
  private EncryptedValue otpSecret;

  User(long id, String name, String otpSecret) {
    this.id = id;
    this.name = name;
    this.otpSecret = EncryptedValue.of(otpSecret);
  }

  /** For JPA. */
  User() {
    this(0, "", "");
  }

  long getId() {
    return id;
  }

  String getName() {
    return name;
  }

  String getOtpSecret() {
    return otpSecret.text();
  }

  void setOtpSecret(String newSecret) {
    this.otpSecret = EncryptedValue.of(newSecret);
  }
}
