package dev.kekkai.provider.spi.wrap;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrapMechanisms;
import dev.kekkai.provider.keys.WrapMethod;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.provider.spi.support.JcaErrors;
import dev.kekkai.provider.spi.support.OwnKeys;
import dev.kekkai.provider.spi.support.SpiContext;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * AES key wrap (RFC 3394, RFC 5649; SP 800-38F) with an AES KEK on the token, by C_WrapKey and
 * C_UnwrapKey. Not thread-safe, like every Cipher.
 */
public final class KeyWrapCipher extends WrapOnlyCipher {
  private static final int SEMIBLOCK_BYTES = 8;

  /** A wrapped key of 32 bytes: one semiblock more. */
  private static final int DEK_BLOB_BYTES = 40;

  private static final int KEK_BITS = 256;

  private final SpiContext context;
  private final OwnKeys ownKeys;
  private final WrapMethod method;
  private @Nullable TokenKey kek;
  private boolean wrapping;

  /**
   * An uninitialised Cipher.
   *
   * @param context the provider it belongs to
   * @param method RFC 3394 or RFC 5649
   */
  public KeyWrapCipher(SpiContext context, WrapMethod method) {
    this.context = context;
    this.ownKeys = new OwnKeys(context);
    this.method = method;
  }

  @Override
  protected int engineGetBlockSize() {
    return SEMIBLOCK_BYTES;
  }

  @Override
  protected int engineGetKeySize(Key key) {
    return KEK_BITS;
  }

  @Override
  protected byte[] engineGetIV() {
    return WrapMechanisms.defaultIv(method);
  }

  /** Room for a key of {@code length} bytes when wrapping, of a blob's key when unwrapping. */
  @Override
  protected int engineGetOutputSize(int length) {
    int semiblocks = (length + SEMIBLOCK_BYTES - 1) / SEMIBLOCK_BYTES;
    return wrapping
        ? (semiblocks + 1) * SEMIBLOCK_BYTES
        : Math.max(0, semiblocks - 1) * SEMIBLOCK_BYTES;
  }

  @Override
  protected void engineInit(int opmode, Key key, SecureRandom random) throws InvalidKeyException {
    init(opmode, key);
  }

  @Override
  protected void engineInit(
      int opmode, Key key, @Nullable AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (spec != null
        && !(spec instanceof IvParameterSpec iv
            && Arrays.equals(iv.getIV(), WrapMechanisms.defaultIv(method)))) {
      throw new InvalidAlgorithmParameterException(
          "AES key wrap takes no parameters here; the initial value is the RFC's");
    }
    init(opmode, key);
  }

  @Override
  protected void engineInit(
      int opmode, Key key, @Nullable AlgorithmParameters params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    try {
      AlgorithmParameterSpec spec =
          params == null ? null : params.getParameterSpec(IvParameterSpec.class);
      engineInit(opmode, key, spec, random);
    } catch (InvalidParameterSpecException e) {
      throw new InvalidAlgorithmParameterException("AES key wrap takes no parameters here", e);
    }
  }

  private void init(int opmode, Key key) throws InvalidKeyException {
    kek = null;
    if (opmode != Cipher.WRAP_MODE && opmode != Cipher.UNWRAP_MODE) {
      throw new InvalidKeyException(
          "A KEK wraps and unwraps keys and never sees data: use WRAP_MODE or UNWRAP_MODE");
    }
    TokenKey found = ownKeys.tokenKey(key, KeyKind.AES_KEK, "an AES KEK");
    try {
      context.mechanisms().of(method);
      kek = context.keys().current(found);
    } catch (TokenException e) {
      throw JcaErrors.init(e);
    }
    wrapping = opmode == Cipher.WRAP_MODE;
  }

  @Override
  protected byte[] engineWrap(Key key) throws InvalidKeyException, IllegalBlockSizeException {
    TokenKey under = required();
    try {
      if (context.owns(key) && key instanceof DekKey) {
        return wrapDek(ownKeys.dek(key).handle().wrapped(), under);
      }
      byte[] value = SoftwareKeys.aes(key);
      try {
        return context.wrapper().wrapSoftwareKey(value, under, method);
      } finally {
        Arrays.fill(value, (byte) 0);
      }
    } catch (TokenException e) {
      throw JcaErrors.wrap(e);
    }
  }

  /** Key wrap is deterministic, so a blob of the same KEK and method is what would come out. */
  private byte[] wrapDek(WrappedDek wrapped, TokenKey under) throws TokenException {
    return wrapped.method() == method && wrapped.kek().equals(under.ref())
        ? wrapped.blob()
        : context.deks().rewrap(wrapped, under, method).blob();
  }

  @Override
  protected Key engineUnwrap(byte[] blob, String algorithm, int type)
      throws InvalidKeyException, NoSuchAlgorithmException {
    TokenKey under = required();
    UnwrappedAlgorithm.check(algorithm, type);
    if (blob.length != DEK_BLOB_BYTES) {
      throw new InvalidKeyException(BadBlobException.TEXT);
    }
    try {
      return new DekKey(
          context.source(),
          context.deks().open(new WrappedDek(under.ref(), method, blob), context.policy()));
    } catch (TokenException e) {
      throw JcaErrors.unwrap(e);
    }
  }

  private TokenKey required() {
    TokenKey under = kek;
    if (under == null) {
      throw new IllegalStateException("This Cipher is not initialised");
    }
    return under;
  }
}
