package dev.kekkai.cryptoki;

/**
 * A session of one's own, beside the pool, for finding out how a token behaves: nothing that fails
 * on it is taken for trouble of the token, and nobody is lent it afterwards. Its session objects
 * end with it. For one thread at a time; the caller's thread calls the module, also with {@code
 * calls = dispatched}, and so hangs with it.
 */
public final class ProbeSession implements AutoCloseable {
  private final Session session;

  ProbeSession(Session session) {
    this.session = session;
  }

  /**
   * The session itself.
   *
   * @return good until {@link #close()}
   */
  public Session session() {
    return session;
  }

  /**
   * Closes the session.
   *
   * @throws TokenException when the module does not know it, or refuses twice
   */
  @Override
  public void close() throws TokenException {
    session.close();
  }
}
