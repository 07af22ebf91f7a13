package dev.kekkai.cryptoki;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uses up session numbers. A module that somebody re-initialises behind our back begins to count
 * anew; what still comes from us then names sessions that it has not handed out, and is refused,
 * instead of somebody else's session with somebody else's key. Where modules count otherwise, or a
 * session costs a round trip, the profile says none.
 */
final class SessionNumbers {
  private static final Logger LOG = LoggerFactory.getLogger(SessionNumbers.class);

  private SessionNumbers() {}

  static void skip(CryptokiModule module, long slot, int count, boolean readWrite)
      throws TokenException {
    if (count > 0) {
      long flags = Ckf.SERIAL_SESSION | (readWrite ? Ckf.RW_SESSION : 0);
      module.call(
          c -> {
            for (int i = 0; i < count; i++) {
              close(c, c.C_OpenSession(slot, flags));
            }
            return Boolean.TRUE;
          });
    }
  }

  /** A connection does not fail for a session that it has no use for. */
  private static void close(Cryptoki cryptoki, long session) {
    try {
      Session.close(cryptoki, session);
    } catch (CryptokiException e) {
      LOG.debug("A session that used up a number did not close cleanly: {}", e.getMessage());
    }
  }
}
