package dev.kekkai.provider.keys;

import java.security.Key;

/**
 * A key of a Kekkai provider: a handle, never bytes. {@link #getEncoded()} and {@link #getFormat()}
 * are null, it doesn't serialise, and its text shows identity and attributes only.
 */
public sealed interface KekkaiKey extends Key permits DekKey, KekKey, TokenPrivateKey {
  /**
   * The token the key belongs to; a key of one provider instance is of no use in another.
   *
   * @return where it came from
   */
  TokenSource source();
}
