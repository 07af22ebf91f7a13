package dev.kekkai.cryptoki;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session object labelled with a random number, by which a connection knows itself again: while
 * the object's handle means it, the module has not been initialised anew, and no handle of ours
 * means anything else. A module that somebody initialises behind our back opens sessions for us
 * that look well, while the numbers of our keys may be those of somebody else's. Thread-safe.
 */
final class Witness {
  private static final Logger LOG = LoggerFactory.getLogger(Witness.class);

  private final byte[] number;
  private final ObjectHandle object;

  private Witness(byte[] number, ObjectHandle object) {
    this.number = number;
    this.object = object;
  }

  /** Null where the module has no such objects. */
  static @Nullable Witness of(Session owner) throws TokenException {
    byte[] number = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    Template data =
        Template.builder()
            .with(Cka.CLASS, Cko.DATA)
            .with(Cka.TOKEN, false)
            .with(Cka.PRIVATE, false)
            .with(Cka.LABEL, number)
            .build();
    try {
      Witness witness = new Witness(number, owner.createObject(data));
      return witness.isSeenBy(owner) ? witness : null;
    } catch (CryptokiException e) {
      LOG.debug("No data object in this module: {}", e.getMessage());
      return null;
    }
  }

  /**
   * Asks on a session whether all is as it was.
   *
   * @throws CryptokiException for a lost session when the module was initialised anew
   */
  void require(Session session) throws TokenException {
    boolean seen;
    try {
      seen = isSeenBy(session);
    } catch (CryptokiException e) {
      if (!e.is(Ckr.OBJECT_HANDLE_INVALID)) {
        throw e;
      }
      seen = false;
    }
    if (!seen) {
      throw new CryptokiException("C_GetAttributeValue", Ckr.SESSION_HANDLE_INVALID);
    }
  }

  private boolean isSeenBy(Session session) throws TokenException {
    byte[] value = session.attributes(object, Cka.LABEL).bytes(Cka.LABEL);
    return Arrays.equals(value, number);
  }
}
