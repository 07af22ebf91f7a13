package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.KeyKind;
import java.io.NotSerializableException;
import java.io.ObjectStreamException;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A secret key on the token as JCA sees it: an AES KEK, or the key of a blind index. Thread-safe.
 */
public final class KekKey implements SecretKey, KekkaiKey {
  private static final long serialVersionUID = 1L;

  private final transient TokenSource source;
  private final transient TokenKey key;

  /**
   * Wraps a key on the token.
   *
   * @param source the token it belongs to
   * @param key an AES KEK or an index key
   */
  public KekKey(TokenSource source, TokenKey key) {
    this.source = source;
    this.key = key;
  }

  @Override
  public TokenSource source() {
    return source;
  }

  /**
   * The key on the token.
   *
   * @return its handle
   */
  public TokenKey key() {
    return key;
  }

  @Override
  public String getAlgorithm() {
    return key.kind() == KeyKind.INDEX_KEY ? "HmacSHA256" : "AES";
  }

  @Override
  public @Nullable String getFormat() {
    return null;
  }

  @Override
  public byte @Nullable [] getEncoded() {
    return null;
  }

  @Override
  public String toString() {
    return "Kekkai " + key;
  }

  /**
   * Refuses serialisation.
   *
   * @return never
   * @throws ObjectStreamException always
   */
  private Object writeReplace() throws ObjectStreamException {
    throw new NotSerializableException("A Kekkai key does not serialise; look it up by its alias");
  }
}
