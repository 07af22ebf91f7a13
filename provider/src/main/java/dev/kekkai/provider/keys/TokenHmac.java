package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.Operation;
import java.util.Locale;

/** HMAC-SHA-256 by C_Sign with an index key on the token. Thread-safe. */
public final class TokenHmac {
  /** Length of the result. */
  public static final int BYTES = 32;

  private static final Mechanism HMAC = new Mechanism.Plain(Ckm.SHA256_HMAC);

  private final TokenSource source;
  private final TokenKeys keys;

  /**
   * Over one token.
   *
   * @param source where the token comes from
   * @param keys the keys on it
   */
  public TokenHmac(TokenSource source, TokenKeys keys) {
    this.source = source;
    this.keys = keys;
  }

  /**
   * Computes one.
   *
   * @param key an index key, found before
   * @param data what it is over, any length
   * @return 32 bytes
   * @throws TokenException when the token refuses, or gives another number of bytes: a shorter one
   *     would be easier to forge
   */
  public byte[] of(TokenKey key, byte[] data) throws TokenException {
    byte[] hmac =
        keys.using(
            Operation.MAC,
            key,
            now -> source.get().with(session -> session.sign(HMAC, now.object(), data)));
    if (hmac.length != BYTES) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "C_Sign answered CKR_OK and gave %d bytes for an HMAC-SHA-256, which has %d",
              hmac.length,
              BYTES),
          false,
          null);
    }
    return hmac;
  }
}
