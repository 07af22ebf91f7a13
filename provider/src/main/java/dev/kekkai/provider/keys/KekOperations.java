package dev.kekkai.provider.keys;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.Knobs;
import dev.kekkai.config.profile.RsaKekUsage;
import dev.kekkai.cryptoki.Allowance;
import dev.kekkai.cryptoki.Attributes;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckk;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Cko;
import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * C_WrapKey and C_UnwrapKey with a KEK on the token, on a session the caller holds. Output bounds
 * are computed; the module is never asked for a size. Made once for a token: mechanisms, templates
 * and the attributes to read back are the same for all calls. Thread-safe.
 */
public final class KekOperations {
  private static final Logger LOG = LoggerFactory.getLogger(KekOperations.class);

  /** Room for an AES-256 key and more than RFC 3394 (8) and RFC 5649 (up to 15) add. */
  private static final int AES_BLOB_ROOM = 64;

  private final HsmProfile profile;
  private final WrapMechanisms mechanisms;
  private final KeyTemplates templates;
  private final KeyRules rules;
  private final DekLength length;

  /** Why nobody may rely on there being C_WrapKey and C_UnwrapKey, or on there being none. */
  private final @Nullable String functionsUnverified;

  /** How often a second a refused blob is tried again. */
  private final Allowance secondTries = new Allowance(100);

  private final long[] toReadBack;
  private final long[] toReadBackWithLength;

  /**
   * For one module.
   *
   * @param profile its profile
   */
  public KekOperations(HsmProfile profile) {
    this.profile = profile;
    this.mechanisms = new WrapMechanisms(profile);
    this.templates = new KeyTemplates(profile);
    this.rules = new KeyRules(profile);
    this.length = new DekLength(this);
    this.functionsUnverified = profile.unverified(Knobs.WRAP_FUNCTIONS).orElse(null);
    this.toReadBack = rules.attributesOfDek();
    this.toReadBackWithLength =
        LongStream.concat(LongStream.of(toReadBack), LongStream.of(Cka.VALUE_LEN)).toArray();
  }

  /**
   * Whether the module wraps keys.
   *
   * @return false where it has neither C_WrapKey nor C_UnwrapKey
   * @throws TokenException when nobody has verified that
   */
  boolean wraps() throws TokenException {
    if (functionsUnverified != null) {
      throw new TokenException(functionsUnverified, false, null);
    }
    return profile.wrap().functions();
  }

  /**
   * Whether a KEK unwraps in the token.
   *
   * @param kek an AES or RSA KEK
   * @return false of an RSA KEK that only decrypts, whose DEKs come out as bytes
   * @throws TokenException when nobody has verified whether the module can
   */
  public boolean unwraps(TokenKey kek) throws TokenException {
    return wraps()
        && (kek.kind() != KeyKind.RSA_KEK || profile.rsaKekUsage() == RsaKekUsage.UNWRAP);
  }

  /**
   * For DEKs that are to be used in the token: refuses a KEK that can't bring them there.
   *
   * @param kek an AES or RSA KEK
   * @throws TokenException saying why it can't, and what can
   */
  public void requireUnwrapping(TokenKey kek) throws TokenException {
    requireFunctions();
    if (!unwraps(kek)) {
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "RSA KEKs only decrypt on this module (profile %s, rsaKek.usage), so no DEK under %s"
                  + " gets into the token: use an AES KEK, or bulk = software",
              profile.name(),
              kek.ref()),
          false,
          null);
    }
  }

  private void requireFunctions() throws TokenException {
    if (!wraps()) {
      throw WrapMechanisms.noFunctions(profile);
    }
  }

  /**
   * The module's wrap mechanisms.
   *
   * @return by what they mean
   */
  public WrapMechanisms mechanisms() {
    return mechanisms;
  }

  /**
   * The templates that the module takes.
   *
   * @return by what the key is for
   */
  public KeyTemplates templates() {
    return templates;
  }

  /**
   * C_WrapKey.
   *
   * @param session a session
   * @param kek the KEK; its public half does the work when it is an RSA one
   * @param mechanism the wrap mechanism
   * @param key the key to wrap
   * @return the blob
   * @throws TokenException when the token refuses
   */
  public byte[] wrap(Session session, TokenKey kek, Mechanism mechanism, ObjectHandle key)
      throws TokenException {
    PublicKey publicHalf = kek.publicKey();
    if (publicHalf instanceof RSAPublicKey rsa) {
      return wrap(session, rsa, mechanism, key);
    }
    return wrap(session, kek.object(), mechanism, key, AES_BLOB_ROOM);
  }

  /**
   * C_WrapKey with an RSA public key that is brought in for this one call.
   *
   * @param session a session
   * @param rsa the public key
   * @param mechanism an OAEP mechanism
   * @param key the key to wrap
   * @return the blob, as long as the modulus
   * @throws TokenException when the token refuses
   */
  public byte[] wrap(Session session, RSAPublicKey rsa, Mechanism mechanism, ObjectHandle key)
      throws TokenException {
    ObjectHandle imported =
        session.createObject(
            Template.builder()
                .with(Cka.CLASS, Cko.PUBLIC_KEY)
                .with(Cka.KEY_TYPE, Ckk.RSA)
                .with(Cka.TOKEN, false)
                .with(Cka.PRIVATE, false)
                .with(Cka.MODULUS, unsigned(rsa.getModulus().toByteArray()))
                .with(Cka.PUBLIC_EXPONENT, unsigned(rsa.getPublicExponent().toByteArray()))
                .with(Cka.WRAP, true)
                .with(Cka.ENCRYPT, false)
                .with(Cka.VERIFY, false)
                .build());
    try {
      int bytes = (rsa.getModulus().bitLength() + 7) / Byte.SIZE;
      return wrap(session, imported, mechanism, key, bytes);
    } finally {
      session.discard(imported);
    }
  }

  private byte[] wrap(
      Session session, ObjectHandle kek, Mechanism mechanism, ObjectHandle key, int bound)
      throws TokenException {
    requireFunctions();
    byte[] out = new byte[bound];
    try {
      int written = session.wrapKey(mechanism, kek, key, out);
      return written == bound ? out : Arrays.copyOf(out, written);
    } catch (CryptokiException e) {
      if (!e.is(Ckr.BUFFER_TOO_SMALL)) {
        throw e;
      }
      throw new TokenException(
          String.format(
              Locale.ROOT,
              "%s although there was room: this module answers a wrong size for %s, and the native"
                  + " binding believes it. Wrap AES keys with AES/KW/NoPadding (RFC 3394)",
              e.getMessage(),
              Ckm.name(mechanism.type())),
          false,
          e);
    }
  }

  /**
   * C_UnwrapKey.
   *
   * @param session a session, which owns the new object
   * @param kek the KEK
   * @param wrapped the blob and its method
   * @param template attributes of the new key
   * @return the new key
   * @throws BadBlobException for every way the blob can be wrong
   * @throws TokenException for other trouble
   */
  public ObjectHandle unwrap(Session session, TokenKey kek, WrappedDek wrapped, Template template)
      throws TokenException {
    return unwrap(session, kek, mechanisms.of(wrapped.method()), wrapped.bytes(), template);
  }

  ObjectHandle unwrap(
      Session session, TokenKey kek, Mechanism mechanism, byte[] blob, Template template)
      throws TokenException {
    requireFunctions();
    return sure(() -> session.unwrapKey(mechanism, kek.object(), blob, template));
  }

  /**
   * Once more where the refusal of a blob might be trouble of the token's own, and the session is
   * still good for it.
   */
  private <T> T sure(Opening<T> opening) throws TokenException {
    try {
      return opening.run();
    } catch (CryptokiException e) {
      boolean again = e.mayBeTrouble() && profile.errors().keepsSession();
      if (!isAboutBlob(e) || !again || !secondTries.take()) {
        throw badBlobOr(e);
      }
    }
    try {
      return opening.run();
    } catch (CryptokiException e) {
      throw badBlobOr(e);
    }
  }

  private interface Opening<T> {
    T run() throws TokenException;
  }

  /**
   * C_Decrypt, for RSA KEKs whose one usage that is.
   *
   * @param session a session
   * @param kek the KEK
   * @param mechanism an OAEP mechanism
   * @param blob the ciphertext
   * @return the plaintext; the caller wipes it
   * @throws BadBlobException for every way the ciphertext can be wrong
   * @throws TokenException for other trouble
   */
  public byte[] decrypt(Session session, TokenKey kek, Mechanism mechanism, byte[] blob)
      throws TokenException {
    byte[] out = new byte[WrappedDek.MAX_BLOB];
    try {
      int length =
          sure(() -> session.decrypt(mechanism, kek.object(), blob, 0, blob.length, out, 0));
      return Arrays.copyOf(out, length);
    } finally {
      Arrays.fill(out, (byte) 0);
    }
  }

  /** Only what looked at the blob can say that it is bad; C_DecryptInit has not seen it. */
  private boolean isAboutBlob(CryptokiException e) {
    boolean sawTheBlob = e.function().equals("C_UnwrapKey") || e.function().equals("C_Decrypt");
    return sawTheBlob && profile.errors().isAuthFailure(e.returnValue());
  }

  private TokenException badBlobOr(CryptokiException e) {
    if (isAboutBlob(e)) {
      LOG.debug("Refused a blob: {}", e.getMessage());
      return new BadBlobException(e);
    }
    return e;
  }

  /**
   * Unwraps a DEK for bulk work in the token, and makes sure that it is what was asked for: some
   * modules take an attribute and ignore it.
   *
   * @param session the session that will own it
   * @param kek the KEK
   * @param wrapped the blob
   * @return a sensitive, unextractable AES-256 key
   * @throws BadBlobException for every way the blob can be wrong
   * @throws TokenException when the module makes another key of it, or for other trouble
   */
  public ObjectHandle unwrapForBulk(Session session, TokenKey kek, WrappedDek wrapped)
      throws TokenException {
    ObjectHandle dek = unwrap(session, kek, wrapped, templates.hsmDek());
    boolean right = false;
    try {
      boolean lengthToo = length.isToBeAsked(wrapped, kek);
      Attributes is = session.attributes(dek, lengthToo ? toReadBackWithLength : toReadBack);
      List<KeyViolation> violations = rules.check(KeyKind.DEK, is);
      if (!violations.isEmpty()) {
        throw new UnfitKeyException("a DEK unwrapped into the token", violations);
      }
      length.check(session, is, wrapped, kek);
      right = true;
      return dek;
    } finally {
      if (!right) {
        session.discard(dek);
      }
    }
  }

  private static byte[] unsigned(byte[] number) {
    return number.length > 1 && number[0] == 0
        ? Arrays.copyOfRange(number, 1, number.length)
        : number;
  }
}
