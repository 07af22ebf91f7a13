package dev.kekkai.provider.bulk;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;

/** Where AES-GCM runs. Thread-safe. */
public interface BulkEngine {

  /**
   * Turns a wrapped DEK into a key that can be used.
   *
   * @param wrapped the wrapped DEK
   * @param kek its KEK on the token
   * @return the key; the caller wipes it
   * @throws dev.kekkai.provider.keys.BadBlobException when the blob is not one of the KEK
   * @throws TokenException for other trouble
   */
  BulkKey materialise(WrappedDek wrapped, TokenKey kek) throws TokenException;

  /**
   * Whose the IVs are. Asked only after a key was materialised.
   *
   * @return who makes the IV of an encryption, and how long IVs may be
   * @throws TokenException when there is no token any more
   */
  default IvRule ivs() throws TokenException {
    return IvRule.CALLER;
  }

  /**
   * How a person names this engine.
   *
   * @return such as {@code in software by SunJCE}
   */
  String describe();
}
