package dev.kekkai.provider.spi.gcm;

import dev.kekkai.provider.bulk.BulkKey;
import dev.kekkai.provider.bulk.Iv;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.Deks;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.provider.random.Nonces;
import dev.kekkai.provider.spi.support.OwnKeys;
import dev.kekkai.provider.spi.support.SpiContext;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/**
 * {@code AES/GCM/NoPadding} with a DEK, in the token or in software by the DEK's policy. Behaves as
 * SunJCE's, except that {@code update} never gives anything out: all input waits for {@code
 * doFinal}. It holds no key bytes, only the DEK's handle. Not thread-safe, like every Cipher.
 */
public final class GcmCipher extends CipherSpi {
  private static final int BLOCK_BYTES = 16;
  private static final byte[] NOTHING = new byte[0];

  private final SpiContext context;
  private final InputBuffer input = new InputBuffer();
  private final AadBuffer aad = new AadBuffer();

  private @Nullable DekKey key;
  private final Iv iv = new Iv();

  /** In place of {@code iv}: one that the token made, or that is longer than 12 bytes. */
  private byte @Nullable [] otherIv;

  private boolean hasIv;
  private boolean encrypting;
  private boolean ready;
  private boolean dataSeen;

  /**
   * What the last initialisation for encryption used: that pair is not taken again. The key itself
   * is let go, so that a Cipher kept for reuse keeps no forgotten DEK open.
   */
  private @Nullable WrappedDek lastDek;

  private final Iv lastIv = new Iv();

  /**
   * An uninitialised Cipher.
   *
   * @param context the provider it belongs to
   */
  public GcmCipher(SpiContext context) {
    this.context = context;
  }

  @Override
  protected void engineSetMode(String mode) throws NoSuchAlgorithmException {
    if (!mode.equalsIgnoreCase("GCM")) {
      throw new NoSuchAlgorithmException("The mode is GCM here, not " + mode);
    }
  }

  @Override
  protected void engineSetPadding(String padding) throws NoSuchPaddingException {
    if (!padding.equalsIgnoreCase("NoPadding")) {
      throw new NoSuchPaddingException("GCM has no padding; it is NoPadding, not " + padding);
    }
  }

  @Override
  protected int engineGetBlockSize() {
    return BLOCK_BYTES;
  }

  @Override
  protected int engineGetKeySize(Key anyKey) throws InvalidKeyException {
    new OwnKeys(context).dek(anyKey);
    return Deks.DEK_BYTES * Byte.SIZE;
  }

  @Override
  protected byte @Nullable [] engineGetIV() {
    return !hasIv ? null : ivInUse().clone();
  }

  @Override
  protected @Nullable AlgorithmParameters engineGetParameters() {
    return !hasIv ? null : GcmParameters.parameters(ivInUse());
  }

  private byte[] ivInUse() {
    byte[] other = otherIv;
    return other != null ? other : iv.bytes();
  }

  @Override
  protected void engineInit(int opmode, Key anyKey, SecureRandom random)
      throws InvalidKeyException {
    try {
      init(opmode, anyKey, null);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    }
  }

  @Override
  protected void engineInit(
      int opmode, Key anyKey, @Nullable AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    init(opmode, anyKey, spec);
  }

  @Override
  protected void engineInit(
      int opmode, Key anyKey, @Nullable AlgorithmParameters params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    init(opmode, anyKey, params == null ? null : GcmParameters.spec(params));
  }

  private void init(int opmode, Key anyKey, @Nullable AlgorithmParameterSpec spec)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    forget();
    if (opmode != Cipher.ENCRYPT_MODE && opmode != Cipher.DECRYPT_MODE) {
      throw new InvalidKeyException(
          "AES-GCM encrypts and decrypts data here; keys are wrapped with AES/KW/NoPadding,"
              + " AES/KWP/NoPadding or RSA-OAEP");
    }
    DekKey dek = ownDek(anyKey);
    if (opmode == Cipher.DECRYPT_MODE) {
      takeIvForDecryption(dek, spec);
      hasIv = true;
    } else if (dek.handle().ivs().madeByKey()) {
      GcmParameters.refuseCallerIv(spec);
      lastDek = dek.handle().wrapped();
    } else {
      takeIvForEncryption(dek, spec);
      hasIv = true;
    }
    if (key != dek) {
      key = dek;
    }
    encrypting = opmode == Cipher.ENCRYPT_MODE;
    ready = true;
  }

  private DekKey ownDek(Key anyKey) throws InvalidKeyException {
    return anyKey instanceof DekKey dek && dek.source() == context.source() && !dek.isDestroyed()
        ? dek
        : new OwnKeys(context).dek(anyKey);
  }

  private void takeIvForEncryption(DekKey dek, @Nullable AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    WrappedDek wrapped = dek.handle().wrapped();
    if (spec == null) {
      Nonces.fill(iv.bytes());
    } else {
      GcmParameters.checkCallerIv(context.source().config().bulk().callerIv());
      byte[] given = GcmParameters.iv(spec);
      if (lastIv.is(given) && wrapped.equals(lastDek)) {
        throw new InvalidAlgorithmParameterException(
            "Cannot reuse iv for GCM encryption: this Cipher used it last with the same key");
      }
      iv.set(given);
    }
    lastIv.set(iv.bytes());
    lastDek = wrapped;
  }

  private void takeIvForDecryption(DekKey dek, @Nullable AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    if (spec == null) {
      throw new InvalidAlgorithmParameterException(
          "Decryption needs the IV of the encryption: pass a GCMParameterSpec");
    }
    byte[] given = GcmParameters.iv(spec, dek.handle().ivs());
    if (given.length == BulkKey.IV_BYTES) {
      iv.set(given);
    } else {
      otherIv = given;
    }
  }

  private void forget() {
    input.wipe();
    aad.reset();
    dataSeen = false;
    ready = false;
    hasIv = false;
    otherIv = null;
  }

  @Override
  protected void engineUpdateAAD(byte[] src, int offset, int len) {
    requireAadTime();
    aad.append(src, offset, len);
  }

  @Override
  protected void engineUpdateAAD(ByteBuffer src) {
    requireAadTime();
    aad.append(src);
  }

  private void requireAadTime() {
    requireReady();
    if (dataSeen) {
      throw new IllegalStateException("AAD comes before the data: updateAAD, then update");
    }
  }

  private DekKey requireReady() {
    DekKey dek = key;
    if (!ready || dek == null) {
      throw new IllegalStateException(
          lastDek == null
              ? "This Cipher is not initialised"
              : "Must use either different key or iv for GCM encryption: call init again");
    }
    return dek;
  }

  @Override
  protected byte[] engineUpdate(byte[] in, int inOffset, int inLength) {
    requireReady();
    input.append(in, inOffset, inLength);
    dataSeen = true;
    return NOTHING;
  }

  @Override
  protected int engineUpdate(byte[] in, int inOffset, int inLength, byte[] out, int outOffset) {
    return engineUpdate(in, inOffset, inLength).length;
  }

  @Override
  protected int engineUpdate(ByteBuffer in, ByteBuffer out) {
    requireReady();
    input.append(in);
    dataSeen = true;
    return 0;
  }

  @Override
  protected int engineGetOutputSize(int inLength) {
    int total = input.sizeWith(inLength);
    return encrypting ? total + BulkKey.TAG_BYTES : Math.max(0, total - BulkKey.TAG_BYTES);
  }

  @Override
  protected byte[] engineDoFinal(byte @Nullable [] in, int inOffset, int inLength)
      throws IllegalBlockSizeException, AEADBadTagException {
    DekKey dek = requireReady();
    byte[] out = new byte[engineGetOutputSize(inLength)];
    int written = finish(dek, in == null ? NOTHING : in, inOffset, inLength, out, 0);
    return written == out.length ? out : Arrays.copyOf(out, written);
  }

  @Override
  protected int engineDoFinal(
      byte @Nullable [] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws ShortBufferException, IllegalBlockSizeException, AEADBadTagException {
    DekKey dek = requireReady();
    requireRoom(out.length - outOffset, inLength);
    return finish(dek, in == null ? NOTHING : in, inOffset, inLength, out, outOffset);
  }

  @Override
  protected int engineDoFinal(ByteBuffer in, ByteBuffer out)
      throws ShortBufferException, IllegalBlockSizeException, AEADBadTagException {
    DekKey dek = requireReady();
    int length = in.remaining();
    requireRoom(out.remaining(), length);
    if (in.isDirect() && out.isDirect() && input.size() == 0) {
      return finishOutsideHeap(dek, in, out);
    }
    GcmBuffers buffers = new GcmBuffers(in, out, engineGetOutputSize(length));
    try {
      int written =
          finish(dek, buffers.in(), buffers.inOffset(), length, buffers.out(), buffers.outOffset());
      buffers.deliver(written);
      return written;
    } finally {
      buffers.wipe();
    }
  }

  /** Before anything else happens, so that the caller can come again with a larger buffer. */
  private void requireRoom(int room, int inLength) throws ShortBufferException {
    int needed = engineGetOutputSize(inLength);
    if (room < needed) {
      throw new ShortBufferException(
          String.format(Locale.ROOT, "The output needs %d bytes of room and has %d", needed, room));
    }
  }

  private int finish(DekKey dek, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws IllegalBlockSizeException, AEADBadTagException {
    byte[] copy = NOTHING;
    try {
      if (input.size() > 0) {
        input.append(in, inOffset, inLength);
        return run(dek, input.array(), 0, input.size(), out, outOffset);
      }
      if (Overlap.isHarmful(in, inOffset, inLength, out, outOffset)) {
        copy = Overlap.copy(in, inOffset, inLength);
        return run(dek, copy, 0, inLength, out, outOffset);
      }
      return run(dek, in, inOffset, inLength, out, outOffset);
    } finally {
      Arrays.fill(copy, (byte) 0);
      done();
    }
  }

  private int run(DekKey dek, byte[] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws IllegalBlockSizeException, AEADBadTagException {
    byte[] own = ivOfMessage(dek);
    int written =
        WatchedMessage.run(
            encrypting, dek, own, aad.exact(), in, inOffset, inLength, out, outOffset);
    keepIv(own);
    return written;
  }

  /** Room for one where the key makes it. */
  private byte[] ivOfMessage(DekKey dek) {
    return hasIv ? ivInUse() : new byte[dek.handle().ivs().bytes()];
  }

  private void keepIv(byte[] used) {
    if (!hasIv) {
      otherIv = used;
      hasIv = true;
    }
  }

  private int finishOutsideHeap(DekKey dek, ByteBuffer in, ByteBuffer out)
      throws IllegalBlockSizeException, AEADBadTagException {
    try {
      byte[] own = ivOfMessage(dek);
      int written = WatchedMessage.run(encrypting, dek, own, aad.exact(), in, out);
      keepIv(own);
      in.position(in.limit());
      out.position(out.position() + written);
      return written;
    } finally {
      done();
    }
  }

  /** An encryption needs a new init; a decryption may be repeated with the same parameters. */
  private void done() {
    input.wipe();
    aad.reset();
    dataSeen = false;
    ready = !encrypting;
    if (encrypting) {
      key = null;
    }
  }

  @Override
  protected byte[] engineWrap(Key anyKey) throws InvalidKeyException {
    throw new InvalidKeyException("AES-GCM wraps no keys here; use AES/KW/NoPadding");
  }
}
