package dev.kekkai.cryptoki;

import org.jspecify.annotations.Nullable;

/**
 * Opens the sessions of one connection. A new session works whatever became of the connection, so
 * it is asked whether it sees the connection's witness before anybody uses an object handle on it.
 */
record SessionMaker(
    CryptokiModule module, long slot, boolean readWrite, @Nullable Witness witness) {

  /** A session as the profile wants it. */
  Session open() throws TokenException {
    return open(readWrite);
  }

  /** A session that may write to the token. */
  Session openReadWrite() throws TokenException {
    return open(true);
  }

  /** A session that may write to the token, or may not. */
  Session open(boolean writing) throws TokenException {
    Session session = Session.open(module, slot, writing);
    boolean ours = false;
    try {
      if (witness != null) {
        witness.require(session);
      }
      ours = true;
      return session;
    } finally {
      if (!ours) {
        session.close();
      }
    }
  }
}
