package dev.kekkai.provider.spi.wrap;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.RsaKekUsage;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekKey;
import dev.kekkai.provider.keys.KekOperations;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.WrappedDek;
import dev.kekkai.provider.spi.support.JcaErrors;
import dev.kekkai.provider.spi.support.OwnKeys;
import dev.kekkai.provider.spi.support.SpiContext;
import java.io.ByteArrayOutputStream;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/**
 * RSA-OAEP (RFC 8017) with an RSA KEK: wraps with any RSA public key, unwraps with a private key on
 * the token, decrypts where the profile says that this is the key's one usage. Not thread-safe,
 * like every Cipher.
 */
public final class OaepCipher extends WrapOnlyCipher {
  private static final String NO_DATA =
      "An RSA KEK unwraps keys and never sees data: use UNWRAP_MODE and Cipher.unwrap";

  private final SpiContext context;
  private final OwnKeys ownKeys;
  private final String defaultDigest;
  private final ByteArrayOutputStream ciphertext = new ByteArrayOutputStream(0);

  private int mode;
  private @Nullable RSAPublicKey publicKey;
  private @Nullable TokenKey kek;
  private @Nullable OaepSpec oaep;
  private @Nullable Mechanism mechanism;

  /**
   * An uninitialised Cipher.
   *
   * @param context the provider it belongs to
   * @param defaultDigest the digest when no parameters are passed, with MGF1 over SHA-1
   */
  public OaepCipher(SpiContext context, String defaultDigest) {
    this.context = context;
    this.ownKeys = new OwnKeys(context);
    this.defaultDigest = defaultDigest;
  }

  @Override
  protected int engineGetBlockSize() {
    return 0;
  }

  @Override
  protected int engineGetKeySize(Key key) throws InvalidKeyException {
    if (key instanceof RSAKey rsa) {
      return rsa.getModulus().bitLength();
    }
    throw new InvalidKeyException("An RSA key is needed, not " + key.getAlgorithm());
  }

  @Override
  protected int engineGetOutputSize(int inputLen) {
    RSAPublicKey wrapKey = publicKey;
    TokenKey unwrapKey = kek;
    int bits = wrapKey != null ? wrapKey.getModulus().bitLength() : 0;
    return bytes(unwrapKey != null ? unwrapKey.bits() : bits);
  }

  @Override
  protected void engineInit(int opmode, Key key, SecureRandom random) throws InvalidKeyException {
    try {
      init(opmode, key, OaepSpec.defaultOf(defaultDigest));
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    }
  }

  @Override
  protected void engineInit(
      int opmode, Key key, @Nullable AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    init(opmode, key, spec == null ? OaepSpec.defaultOf(defaultDigest) : OaepSpec.of(spec));
  }

  @Override
  protected void engineInit(
      int opmode, Key key, @Nullable AlgorithmParameters params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    engineInit(opmode, key, OaepSpec.specOf(params), random);
  }

  private void init(int opmode, Key key, OaepSpec wanted)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    publicKey = null;
    kek = null;
    ciphertext.reset();
    try {
      takeKey(opmode, key);
      mechanism = wanted.mechanism(context.mechanisms());
    } catch (TokenException e) {
      throw JcaErrors.init(e);
    }
    oaep = wanted;
    mode = opmode;
  }

  private void takeKey(int opmode, Key key) throws InvalidKeyException, TokenException {
    switch (opmode) {
      case Cipher.WRAP_MODE -> publicKey = publicKey(key);
      case Cipher.UNWRAP_MODE -> kek = privateKey(key);
      case Cipher.DECRYPT_MODE -> kek = decryptionKey(key);
      default ->
          throw new InvalidKeyException(
              "Encryption with a public key needs no token: use another provider, such as SunJCE");
    }
  }

  private static RSAPublicKey publicKey(Key key) throws InvalidKeyException {
    if (key instanceof RSAPublicKey rsa) {
      return rsa;
    }
    throw new InvalidKeyException("Wrapping with RSA-OAEP takes an RSAPublicKey, not " + key);
  }

  private TokenKey privateKey(Key key) throws InvalidKeyException, TokenException {
    return context
        .keys()
        .current(ownKeys.tokenKey(key, KeyKind.RSA_KEK, "an RSA KEK's private key"));
  }

  private TokenKey decryptionKey(Key key) throws InvalidKeyException, TokenException {
    TokenKey found = privateKey(key);
    if (context.profile().rsaKekUsage() != RsaKekUsage.DECRYPT) {
      throw new InvalidKeyException(NO_DATA);
    }
    return found;
  }

  @Override
  protected byte[] engineWrap(Key key) throws InvalidKeyException, IllegalBlockSizeException {
    RSAPublicKey to = publicKey;
    Mechanism how = mechanism;
    if (to == null || how == null) {
      throw new IllegalStateException("This Cipher is not initialised for wrapping");
    }
    try {
      if (context.owns(key) && key instanceof DekKey) {
        WrappedDek wrapped = ownKeys.dek(key).handle().wrapped();
        return context.wrapper().rewrap(wrapped, to, how);
      }
      byte[] value = SoftwareKeys.aes(key);
      try {
        return context.wrapper().wrapSoftwareKey(value, to, how);
      } finally {
        Arrays.fill(value, (byte) 0);
      }
    } catch (TokenException e) {
      throw JcaErrors.wrap(e);
    }
  }

  @Override
  protected Key engineUnwrap(byte[] blob, String algorithm, int type)
      throws InvalidKeyException, NoSuchAlgorithmException {
    TokenKey under = kek;
    OaepSpec how = oaep;
    Mechanism by = mechanism;
    if (under == null || how == null || by == null || mode != Cipher.UNWRAP_MODE) {
      throw new IllegalStateException("This Cipher is not initialised for unwrapping");
    }
    UnwrappedAlgorithm.check(algorithm, type);
    try {
      requireLength(blob.length, under);
      WrappedDek wrapped =
          how.hasLabel()
              ? context.wrapper().withoutLabel(under, blob, by, how.method())
              : new WrappedDek(under.ref(), how.method(), blob);
      return new DekKey(context.source(), context.deks().open(wrapped, context.policy()));
    } catch (TokenException e) {
      throw JcaErrors.unwrap(e);
    }
  }

  @Override
  protected byte[] engineUpdate(byte[] in, int inOffset, int inLength) {
    requireDecryption();
    ciphertext.write(in, inOffset, inLength);
    return new byte[0];
  }

  @Override
  protected int engineUpdate(byte[] in, int inOffset, int inLength, byte[] out, int outOffset) {
    return engineUpdate(in, inOffset, inLength).length;
  }

  @Override
  protected byte[] engineDoFinal(byte @Nullable [] in, int inOffset, int inLength)
      throws BadPaddingException {
    TokenKey with = requireDecryption();
    if (in != null) {
      ciphertext.write(in, inOffset, inLength);
    }
    byte[] whole = ciphertext.toByteArray();
    ciphertext.reset();
    Mechanism how = Objects.requireNonNull(mechanism);
    try {
      requireLength(whole.length, with);
      KekOperations operations = context.source().operations();
      return context
          .keys()
          .unwrapping(
              with.ref(), key -> context.token().with(s -> operations.decrypt(s, key, how, whole)));
    } catch (TokenException e) {
      throw JcaErrors.decryptRsa(e);
    }
  }

  @Override
  protected int engineDoFinal(
      byte @Nullable [] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws ShortBufferException, BadPaddingException {
    int room = engineGetOutputSize(inLength);
    if (out.length - outOffset < room) {
      throw new ShortBufferException(
          String.format(
              Locale.ROOT,
              "The output needs %d bytes of room and has %d",
              room,
              out.length - outOffset));
    }
    byte[] plain = engineDoFinal(in, inOffset, inLength);
    System.arraycopy(plain, 0, out, outOffset, plain.length);
    Arrays.fill(plain, (byte) 0);
    return plain.length;
  }

  private TokenKey requireDecryption() {
    TokenKey with = kek;
    if (with == null || mode != Cipher.DECRYPT_MODE) {
      throw new IllegalStateException(NO_DATA);
    }
    return with;
  }

  private static void requireLength(int length, TokenKey key) throws BadBlobException {
    if (length != bytes(key.bits())) {
      throw new BadBlobException();
    }
  }

  private static int bytes(int bits) {
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }
}
