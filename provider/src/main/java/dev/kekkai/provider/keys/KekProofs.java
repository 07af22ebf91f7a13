package dev.kekkai.provider.keys;

import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.TokenException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A canary for each KEK that this process works with: the first blob that it opened or made. Label
 * and CKA_ID can be given to any key, also to a known one; what opens that blob is the KEK meant
 * (RFC 3394 checks 64 bits, OAEP a hash). Asked before a key that was looked for anew is believed,
 * above all after the token was away, because wrapping under a wrong key succeeds. Thread-safe.
 */
final class KekProofs {
  private final TokenSource source;
  private final Map<KekRef, Proof> proofs = new ConcurrentHashMap<>();

  KekProofs(TokenSource source) {
    this.source = source;
  }

  /** The KEK has opened or made this blob. */
  void add(TokenKey kek, WrappedDek blob) {
    Proof known = proofs.get(kek.ref());
    if (known == null || !kek.hasIdOf(known.of())) {
      proofs.put(kek.ref(), new Proof(kek, blob));
    }
  }

  /** Refuses a key that does not open what the KEK of its name and id has opened. */
  void require(Session session, TokenKey found) throws TokenException {
    Proof proof = proofs.get(found.ref());
    if (proof != null && found.hasIdOf(proof.of())) {
      require(session, found, proof.blob());
    }
  }

  /** Refuses a key that does not open what the KEK meant has wrapped. */
  void require(Session session, TokenKey found, WrappedDek blob) throws TokenException {
    if (!opens(session, found, blob)) {
      throw new RefusedKeyException(
          String.format(
              Locale.ROOT,
              "The key %s on the token has the label and the CKA_ID of the KEK used before, but does"
                  + " not open what that one wrapped: it is another key, and nothing is wrapped under"
                  + " it. Restore the KEK, or remove the other key",
              found.ref()));
    }
  }

  private boolean opens(Session session, TokenKey found, WrappedDek proof) throws TokenException {
    KekOperations operations = source.operations();
    try {
      if (!operations.unwraps(found)) {
        Arrays.fill(
            operations.decrypt(
                session, found, operations.mechanisms().of(proof.method()), proof.blob()),
            (byte) 0);
      } else {
        session.destroyObject(operations.unwrapForBulk(session, found, proof));
      }
      return true;
    } catch (BadBlobException e) {
      if (e.mayBeTrouble()) {
        throw new UnprovedKeyException(found.ref());
      }
      return false;
    }
  }

  /** Of a key that was made anew under the same label there is none yet. */
  private record Proof(TokenKey of, WrappedDek blob) {}
}
