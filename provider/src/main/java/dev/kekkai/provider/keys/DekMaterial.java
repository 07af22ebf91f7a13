package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.bulk.BulkKey;
import java.time.Duration;

/** Where a DEK's key comes from, whenever it has to be made anew. Thread-safe. */
interface DekMaterial {
  /** The KEK is looked for each time: it has another handle after the token was away. */
  BulkKey get() throws TokenException;

  /** Refuses a key that there is while it may not be used; asked for each operation. */
  void requireUsable() throws TokenException;

  /** How long a caller waits for it who has given no deadline. */
  Duration deadline();
}
