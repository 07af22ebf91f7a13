package dev.kekkai.dekstore;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.FieldDecryptionException;
import dev.kekkai.formats.FieldFormatException;
import dev.kekkai.formats.FieldToken;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.DekHandle;
import dev.kekkai.provider.keys.GcmSample;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fixed text encrypted under a new DEK. Whatever opens it later is the same DEK, in the row of
 * the same id and name. It costs one encryption of the DEK's budget and tells nothing about the
 * key, where a key check value would tell the hash key of GCM.
 */
final class CheckToken {
  private static final byte[] TEXT = "kekkai check".getBytes(StandardCharsets.US_ASCII);
  private static final EncryptionContext CANARY = EncryptionContext.of("kekkai", "canary");

  private final FieldWork fields;

  CheckToken(KekkaiProvider provider) {
    this.fields = new FieldWork(provider);
  }

  /** For a row. The header names the id, the context the purpose and the name. */
  String make(DekHandle dek, UUID id, String name, DekPurpose purpose) throws TokenException {
    return FieldToken.textOf(fields.encrypt(fields.key(dek), id, TEXT, row(name, purpose)));
  }

  /** For the DEK of a KEK's canary, which has no row. */
  String makeCanary(DekHandle dek) throws TokenException {
    return FieldToken.textOf(fields.encrypt(fields.key(dek), UUID.randomUUID(), TEXT, CANARY));
  }

  /** Whether this is the DEK that the row was made for. */
  boolean opens(DekHandle dek, DekRecord row) throws TokenException {
    return opens(dek, row.id(), row.checkToken(), row(row.name(), row.purpose()));
  }

  /** Whether this is the DEK that the canary was made with. */
  boolean opensCanary(DekHandle dek, String token) throws TokenException {
    try {
      return opens(dek, FieldToken.parse(token).dekId(), token, CANARY);
    } catch (FieldFormatException e) {
      return false;
    }
  }

  /** For a proof in the token; null when the row has no check token of its own. */
  @Nullable GcmSample sample(DekRecord row) {
    try {
      FieldToken token = FieldToken.parse(row.checkToken());
      return token.dekId().equals(row.id())
          ? new GcmSample(
              token.nonce(), token.aad(row(row.name(), row.purpose())), token.ciphertext(), TEXT)
          : null;
    } catch (FieldFormatException e) {
      return null;
    }
  }

  private boolean opens(DekHandle dek, UUID id, String token, EncryptionContext context)
      throws TokenException {
    try {
      byte[] bytes = FieldToken.bytesOf(token);
      return Arrays.equals(fields.decrypt(fields.key(dek), id, bytes, context), TEXT);
    } catch (FieldFormatException | FieldDecryptionException e) {
      return false;
    }
  }

  private static EncryptionContext row(String name, DekPurpose purpose) {
    return EncryptionContext.of(
        "kekkai", purpose == DekPurpose.INDEX ? "index check" : "check", name);
  }
}
