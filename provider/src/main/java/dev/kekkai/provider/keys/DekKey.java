package dev.kekkai.provider.keys;

import java.io.NotSerializableException;
import java.io.ObjectStreamException;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** A DEK as JCA sees it: an opaque AES key over a {@link DekHandle}. Thread-safe. */
public final class DekKey implements SecretKey, KekkaiKey, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final transient TokenSource source;
  private final transient DekHandle handle;

  /**
   * Wraps a handle.
   *
   * @param source the token it belongs to
   * @param handle the DEK; closed with this key
   */
  public DekKey(TokenSource source, DekHandle handle) {
    this.source = source;
    this.handle = handle;
  }

  @Override
  public TokenSource source() {
    return source;
  }

  /**
   * The DEK.
   *
   * @return its handle
   */
  public DekHandle handle() {
    return handle;
  }

  @Override
  public String getAlgorithm() {
    return "AES";
  }

  @Override
  public @Nullable String getFormat() {
    return null;
  }

  @Override
  public byte @Nullable [] getEncoded() {
    return null;
  }

  /** Closes the handle: the key object in the token or the bytes in memory are destroyed. */
  @Override
  public void destroy() {
    handle.close();
  }

  @Override
  public boolean isDestroyed() {
    return handle.isClosed();
  }

  /** The same as {@link #destroy()}. */
  @Override
  public void close() {
    destroy();
  }

  @Override
  public String toString() {
    return "Kekkai DEK " + handle;
  }

  /**
   * Refuses serialisation.
   *
   * @return never
   * @throws ObjectStreamException always
   */
  private Object writeReplace() throws ObjectStreamException {
    throw new NotSerializableException("A Kekkai key does not serialise; store its wrapped form");
  }
}
