package dev.kekkai.provider.bulk;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.StaleHandleException;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.AEADBadTagException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A DEK object in the token. */
final class HsmKey implements BulkKey {
  private static final Logger LOG = LoggerFactory.getLogger(HsmKey.class);

  private final Token token;
  private final ObjectHandle dek;
  private final HsmGcm gcm;
  private final HsmIvEncryption withHsmIv;
  private final Runnable gone;
  private final AtomicBoolean wiped = new AtomicBoolean();

  /** The last runs once, when the key is given back to the token. */
  HsmKey(Token token, ObjectHandle dek, HsmGcm gcm, Runnable gone) {
    this.token = token;
    this.dek = dek;
    this.gcm = gcm;
    this.gone = gone;
    this.withHsmIv = new HsmIvEncryption(token, dek, gcm);
  }

  @Override
  public int encrypt(
      byte[] iv, byte[] aad, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws TokenException {
    if (gcm.makesIv()) {
      return withHsmIv.encrypt(iv, aad, in, inOffset, inLength, out, outOffset);
    }
    Mechanism mechanism = gcm.withIv(iv, aad);
    if (gcm.fitsInOneCall(inLength)) {
      int length =
          token.with(s -> s.encrypt(mechanism, dek, in, inOffset, inLength, out, outOffset));
      return whole(length, inLength + TAG_BYTES);
    }
    // Nothing is written before all is done: out may be in, and what fails half-way is run again.
    byte[] sealed = new byte[inLength + TAG_BYTES];
    int length =
        token.with(
            s ->
                s.encryptInParts(
                    mechanism, dek, in, inOffset, inLength, gcm.maxBytes(), sealed, 0));
    System.arraycopy(sealed, 0, out, outOffset, whole(length, sealed.length));
    return length;
  }

  /** A module that says CKR_OK and gives another number of bytes has not done what it says. */
  private int whole(int length, int expected) throws TokenException {
    if (length != expected) {
      throw HsmGcm.refused(
          gcm.profile(),
          String.format(
              Locale.ROOT,
              "answered CKR_OK and gave %d bytes instead of %d: no AES-GCM. Nothing was handed out:"
                  + " run kekkai doctor, or use bulk = software",
              length,
              expected));
    }
    return length;
  }

  @Override
  public int decrypt(
      byte[] iv, byte[] aad, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws TokenException, AEADBadTagException {
    if (inLength < TAG_BYTES) {
      throw new AEADBadTagException(BAD_CIPHERTEXT);
    }
    Mechanism mechanism = gcm.forDecryption(iv, aad);
    if (gcm.isPrefixed()) {
      byte[] prefixed = prefixed(iv, in, inOffset, inLength);
      return decrypt(mechanism, prefixed, 0, prefixed.length, inLength, out, outOffset);
    }
    return decrypt(mechanism, in, inOffset, inLength, inLength, out, outOffset);
  }

  private static byte[] prefixed(byte[] iv, byte[] in, int inOffset, int inLength) {
    byte[] whole = Arrays.copyOf(iv, iv.length + inLength);
    System.arraycopy(in, inOffset, whole, iv.length, inLength);
    return whole;
  }

  private int decrypt(
      Mechanism mechanism,
      byte[] in,
      int inOffset,
      int inLength,
      int sealedLength,
      byte[] out,
      int outOffset)
      throws TokenException, AEADBadTagException {
    int plain = sealedLength - TAG_BYTES;
    if (!gcm.fitsInOneCall(plain)) {
      return sure(() -> decryptInParts(mechanism, in, inOffset, inLength, plain, out, outOffset));
    }
    int length =
        sure(
            () ->
                token.with(s -> s.decrypt(mechanism, dek, in, inOffset, inLength, out, outOffset)));
    if (length != plain) {
      Arrays.fill(out, outOffset, outOffset + plain, (byte) 0);
    }
    return whole(length, plain);
  }

  @Override
  public int encrypt(byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out) throws TokenException {
    if (gcm.makesIv() || !gcm.fitsInOneCall(in.remaining())) {
      return BulkKey.super.encrypt(iv, aad, in, out);
    }
    Mechanism mechanism = gcm.withIv(iv, aad);
    return whole(token.with(s -> s.encrypt(mechanism, dek, in, out)), in.remaining() + TAG_BYTES);
  }

  @Override
  public int decrypt(byte[] iv, byte[] aad, ByteBuffer in, ByteBuffer out)
      throws TokenException, AEADBadTagException {
    if (in.remaining() < TAG_BYTES
        || gcm.isPrefixed()
        || !gcm.fitsInOneCall(in.remaining() - TAG_BYTES)) {
      return BulkKey.super.decrypt(iv, aad, in, out);
    }
    Mechanism mechanism = gcm.forDecryption(iv, aad);
    int plain = in.remaining() - TAG_BYTES;
    int length = sure(() -> token.with(s -> s.decrypt(mechanism, dek, in, out)));
    if (length != plain) {
      out.put(out.position(), new byte[plain]);
    }
    return whole(length, plain);
  }

  /** Decrypts, and once more where the refusal might be trouble of the token's own. */
  private int sure(Decryption decryption) throws TokenException, AEADBadTagException {
    try {
      return decryption.run();
    } catch (CryptokiException e) {
      if (!isAboutCiphertext(e)) {
        throw e;
      }
      return token.isDoubtful(e) ? last(decryption) : refuse(e);
    }
  }

  private int last(Decryption decryption) throws TokenException, AEADBadTagException {
    try {
      return decryption.run();
    } catch (CryptokiException e) {
      if (!isAboutCiphertext(e)) {
        throw e;
      }
      token.requireBelievable(e, dek.incarnation());
      return refuse(e);
    }
  }

  private static int refuse(CryptokiException e) throws AEADBadTagException {
    LOG.debug("Refused a ciphertext: {}", e.getMessage());
    throw new AEADBadTagException(BAD_CIPHERTEXT);
  }

  private boolean isAboutCiphertext(CryptokiException e) {
    boolean sawTheTag = !e.function().equals("C_DecryptInit");
    return sawTheTag && gcm.profile().errors().isAuthFailure(e.returnValue());
  }

  /** One decryption, to be run a second time at most. */
  private interface Decryption {
    int run() throws TokenException;
  }

  @Override
  public boolean isGoneBy(TokenException failure) {
    return failure instanceof StaleHandleException
        || (failure instanceof CryptokiException c
            && (c.is(Ckr.KEY_HANDLE_INVALID) || c.is(Ckr.OBJECT_HANDLE_INVALID)));
  }

  /** Into a buffer of our own, so that nothing unauthenticated reaches the caller's. */
  private int decryptInParts(
      Mechanism mechanism,
      byte[] in,
      int inOffset,
      int inLength,
      int expected,
      byte[] out,
      int outOffset)
      throws TokenException {
    byte[] plain = new byte[inLength];
    try {
      int length =
          token.with(
              s ->
                  s.decryptInParts(
                      mechanism, dek, in, inOffset, inLength, gcm.maxBytes(), plain, 0));
      System.arraycopy(plain, 0, out, outOffset, whole(length, expected));
      return length;
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  @Override
  public void wipe() {
    if (wiped.compareAndSet(false, true)) {
      gone.run();
      token.discard(dek);
    }
  }
}
