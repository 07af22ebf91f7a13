package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.Gcm;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Rewraps in as few calls as there can be: C_UnwrapKey, C_WrapKey and C_DestroyObject; then, as
 * proof of the new blob, C_UnwrapKey, C_DecryptInit, C_Decrypt and C_DestroyObject. All on pooled
 * sessions, so that threads don't wait for one another as they do for the session that owns DEKs.
 * The attributes of the second key are not read back: it lives for one decryption. Thread-safe.
 */
final class ProvedRewrap {
  private final TokenSource source;
  private final TokenKeys keys;
  private final Transit transit;

  ProvedRewrap(TokenSource source, TokenKeys keys, Transit transit) {
    this.source = source;
    this.keys = keys;
    this.transit = transit;
  }

  /** Whether the token can open a blob of the KEK and decrypt with what is in it. */
  boolean isOffered(TokenKey to) throws TokenException {
    HsmProfile profile = source.get().profile();
    return profile.gcm().mechanism().isPresent() && source.operations().unwraps(to);
  }

  /** Empty when what is in the new blob does not decrypt the sample. */
  Optional<WrappedDek> rewrap(WrappedDek wrapped, TokenKey to, WrapMethod method, GcmSample sample)
      throws TokenException {
    return keys.unwrapping(
        wrapped.kek(),
        from -> {
          Deks.refuseHsmOnly(from, true, "rewrap");
          BlobShape.check(wrapped, from);
          try (Transit.From old = transit.unwrapped(from, wrapped)) {
            return keys.wrapping(
                to,
                under -> {
                  byte[] blob = transit.carry(old, transit.under(under, method));
                  WrappedDek fresh = new WrappedDek(under.ref(), method, blob);
                  return proves(under, fresh, sample) ? Optional.of(fresh) : Optional.empty();
                });
          }
        });
  }

  /** Once more where the refusal might be trouble of the token's own. */
  private boolean proves(TokenKey kek, WrappedDek fresh, GcmSample sample) throws TokenException {
    Token token = source.get();
    try {
      return decrypts(token, kek, fresh, sample);
    } catch (CryptokiException e) {
      if (!isAboutCiphertext(token, e)) {
        throw e;
      }
    }
    try {
      return decrypts(token, kek, fresh, sample);
    } catch (CryptokiException e) {
      if (!isAboutCiphertext(token, e)) {
        throw e;
      }
      return false;
    }
  }

  /**
   * A session to itself, and with it a key, since that is an object of the session: the token hears
   * of the refusal, and closes a session that its profile says is not clean after one.
   */
  private boolean decrypts(Token token, TokenKey kek, WrappedDek fresh, GcmSample sample)
      throws TokenException {
    KekOperations operations = source.operations();
    return token.with(
        session -> {
          ObjectHandle key =
              operations.unwrap(session, kek, fresh, operations.templates().hsmDek());
          try {
            return decrypted(token, session, key, sample);
          } finally {
            session.discard(key);
          }
        });
  }

  private static boolean isAboutCiphertext(Token token, CryptokiException e) {
    return e.function().equals("C_Decrypt")
        && token.profile().errors().isAuthFailure(e.returnValue());
  }

  private static boolean decrypted(Token token, Session session, ObjectHandle key, GcmSample sample)
      throws TokenException {
    Gcm gcm = token.profile().gcm();
    Mechanism mechanism = sample.mechanism(gcm);
    byte[] in = sample.input(gcm);
    byte[] out = new byte[in.length]; // SoftHSM2 asks for the room of the tag, too
    int length = session.decrypt(mechanism, key, in, 0, in.length, out, 0);
    return Arrays.equals(out, 0, length, sample.plaintext(), 0, sample.plaintext().length);
  }
}
