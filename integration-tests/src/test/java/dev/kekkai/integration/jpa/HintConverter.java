package dev.kekkai.integration.jpa;

import dev.kekkai.dekstore.Keyring;
import dev.kekkai.jpa.EncryptedTextConverter;
import jakarta.persistence.Converter;

/** Made by {@link Beans}, as CDI or Spring would. */
@Converter
final class HintConverter extends EncryptedTextConverter {
  HintConverter(Keyring keyring) {
    super(keyring, JpaSite.DEK, "cached_user", "hint");
  }
}
