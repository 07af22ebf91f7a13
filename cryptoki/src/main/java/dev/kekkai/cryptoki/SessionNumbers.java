package dev.kekkai.cryptoki;

/**
 * Uses up session numbers. A module that somebody re-initialises behind our back begins to count
 * anew; what still comes from us then names sessions that it has not handed out, and is refused,
 * instead of somebody else's session with somebody else's key. Where modules count otherwise, or a
 * session costs a round trip, the profile says none.
 */
final class SessionNumbers {
  private SessionNumbers() {}

  static void skip(CryptokiModule module, long slot, int count) throws TokenException {
    if (count > 0) {
      module.call(
          c -> {
            for (int i = 0; i < count; i++) {
              c.C_CloseSession(c.C_OpenSession(slot, Ckf.SERIAL_SESSION));
            }
            return Boolean.TRUE;
          });
    }
  }
}
