package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.formats.FieldFormatException;
import dev.kekkai.formats.FieldToken;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * A fixed text encrypted under a new DEK. Whatever opens it later is the same DEK. It costs one
 * encryption of the DEK's budget and tells nothing about the key, where a key check value would
 * tell the hash key of GCM.
 */
final class CheckToken {
  private static final byte[] TEXT = "kekkai check".getBytes(StandardCharsets.US_ASCII);
  private static final EncryptionContext CONTEXT = EncryptionContext.of("kekkai", "check");

  private final FieldWork fields;

  CheckToken(KekkaiProvider provider) {
    this.fields = new FieldWork(provider);
  }

  String make(DekHandle dek, UUID id) throws TokenException {
    return fields.encrypt(dek, id, TEXT, CONTEXT);
  }

  /** Whether this is the DEK that made the token. */
  boolean opens(DekHandle dek, String token) throws TokenException {
    try {
      UUID id = FieldToken.parse(token).dekId();
      return Arrays.equals(fields.decrypt(dek, id, token, CONTEXT), TEXT);
    } catch (FieldFormatException | FieldDecryptionException e) {
      return false;
    }
  }
}
