package dev.kekkai.formats;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and decrypts field tokens under a DEK that the caller holds, through plain JCA.
 *
 * <p>The DEK may be in memory or inside an HSM: whatever the provider takes as a 256-bit AES key.
 * The provider makes the nonce; none can be passed in. Counting how often a DEK encrypts (at most
 * 2<sup>32</sup> times with random nonces, NIST SP 800-38D section 8.3) is the caller's part.
 *
 * <p>Every way a token can be wrong ends in the same {@link FieldDecryptionException}. An HSM that
 * is away or a DEK that was closed says nothing about the token, so what the provider throws then
 * ({@link InvalidKeyException}, {@link IllegalStateException}, {@link ProviderException}) comes
 * through unchanged.
 *
 * <p>Thread-safe. Keeps no key between calls. A Cipher that served an opaque key, one that shows no
 * bytes, is kept for the next call, weakly: it may refer to that key until the next garbage
 * collection. One that had a key in memory is not.
 */
public final class FieldCipher {

  private static final FieldSuite SUITE = FieldSuite.AES_256_GCM;

  private final CipherPool ciphers;

  private FieldCipher(@Nullable Provider provider) {
    this.ciphers = new CipherPool(SUITE, provider);
  }

  /**
   * A cipher that leaves the choice of provider to JCA, which takes the first one that accepts the
   * DEK given.
   *
   * @return the cipher
   */
  public static FieldCipher create() {
    return new FieldCipher(null);
  }

  /**
   * A cipher that uses one provider, registered or not.
   *
   * @param provider the provider
   * @return the cipher
   * @throws NoSuchAlgorithmException when the provider has no {@code AES_256/GCM/NoPadding}
   */
  public static FieldCipher with(Provider provider) throws NoSuchAlgorithmException {
    Objects.requireNonNull(provider, "provider");
    try {
      Cipher.getInstance(SUITE.transformation(), provider);
    } catch (NoSuchPaddingException e) {
      throw new NoSuchAlgorithmException(e.getMessage(), e);
    }
    return new FieldCipher(provider);
  }

  /**
   * Encrypts a value to a token in its binary form.
   *
   * @param dek the DEK, a 256-bit AES key
   * @param dekId the id of the DEK, which the token carries in clear
   * @param plaintext the value, at most {@link FieldToken#MAX_PLAINTEXT_BYTES} bytes
   * @param context where the value belongs; the same is needed to decrypt
   * @return the token, 46 bytes longer than the value
   * @throws IllegalArgumentException when the plaintext is too long for a field token
   * @throws InvalidKeyException when no provider, or not the one chosen, takes the DEK
   * @throws IllegalBlockSizeException when the plaintext is longer than the provider takes
   * @throws ProviderException when the provider fails, or makes another nonce or tag length than
   *     the suite fixes
   */
  public byte[] encrypt(SecretKey dek, UUID dekId, byte[] plaintext, EncryptionContext context)
      throws InvalidKeyException, IllegalBlockSizeException {
    requireArguments(dek, dekId, context);
    if (plaintext.length > FieldToken.MAX_PLAINTEXT_BYTES) {
      throw new IllegalArgumentException(
          "A field has at most "
              + FieldToken.MAX_PLAINTEXT_BYTES
              + " bytes, not "
              + plaintext.length);
    }
    byte[] token = new byte[SUITE.overheadBytes() + plaintext.length];
    new FieldHeader(SUITE, dekId).writeTo(token);
    CipherPool.Loan loan = ciphers.lend(dek);
    initEncrypt(loan, dek);
    updateAad(loan.cipher(), token, context);
    seal(loan.cipher(), plaintext, token);
    ciphers.giveBack(loan);
    return token;
  }

  /**
   * Encrypts a value to a token in its text form, base64url without padding.
   *
   * @param dek the DEK, a 256-bit AES key
   * @param dekId the id of the DEK, which the token carries in clear
   * @param plaintext the value, at most {@link FieldToken#MAX_PLAINTEXT_BYTES} bytes
   * @param context where the value belongs; the same is needed to decrypt
   * @return the token as text
   * @throws IllegalArgumentException when the plaintext is too long for a field token
   * @throws InvalidKeyException when no provider, or not the one chosen, takes the DEK
   * @throws IllegalBlockSizeException when the plaintext is longer than the provider takes
   * @throws ProviderException when the provider fails, or makes another nonce or tag length than
   *     the suite fixes
   */
  public String encryptToBase64Url(
      SecretKey dek, UUID dekId, byte[] plaintext, EncryptionContext context)
      throws InvalidKeyException, IllegalBlockSizeException {
    return FieldToken.textOf(encrypt(dek, dekId, plaintext, context));
  }

  /**
   * Decrypts a token in its binary form.
   *
   * @param dek the DEK the token was encrypted under
   * @param dekId the id of that DEK; a token that names another one is refused
   * @param token the token
   * @param context the context the value was encrypted with
   * @return the value
   * @throws FieldDecryptionException for every way the token can be wrong
   * @throws InvalidKeyException when no provider, or not the one chosen, takes the DEK
   * @throws ProviderException when the provider fails for another reason than the token
   */
  public byte[] decrypt(SecretKey dek, UUID dekId, byte[] token, EncryptionContext context)
      throws FieldDecryptionException, InvalidKeyException {
    requireArguments(dek, dekId, context);
    Objects.requireNonNull(token, "token");
    return opened(dek, dekId, token, context);
  }

  /**
   * Decrypts a token in its text form, base64url without padding.
   *
   * @param dek the DEK the token was encrypted under
   * @param dekId the id of that DEK; a token that names another one is refused
   * @param token the token as text
   * @param context the context the value was encrypted with
   * @return the value
   * @throws FieldDecryptionException for every way the token can be wrong
   * @throws InvalidKeyException when no provider, or not the one chosen, takes the DEK
   * @throws ProviderException when the provider fails for another reason than the token
   */
  public byte[] decrypt(SecretKey dek, UUID dekId, String token, EncryptionContext context)
      throws FieldDecryptionException, InvalidKeyException {
    requireArguments(dek, dekId, context);
    Objects.requireNonNull(token, "token");
    return opened(dek, dekId, bytesOrNone(token), context);
  }

  private static void initEncrypt(CipherPool.Loan loan, SecretKey dek) throws InvalidKeyException {
    try {
      loan.cipher().init(Cipher.ENCRYPT_MODE, dek);
    } catch (InvalidKeyException e) {
      if (!loan.isUsed()) {
        throw e;
      }
      loan.renew(); // it is bound to the provider of an earlier key
      loan.cipher().init(Cipher.ENCRYPT_MODE, dek);
    }
  }

  private static void seal(Cipher cipher, byte[] plaintext, byte[] token)
      throws IllegalBlockSizeException {
    int written;
    try {
      written = cipher.doFinal(plaintext, 0, plaintext.length, token, SUITE.bodyOffset());
    } catch (ShortBufferException | BadPaddingException e) {
      throw new ProviderException("The provider does not encrypt as " + SUITE + " does", e);
    }
    if (written != plaintext.length + SUITE.tagBytes()) {
      throw new ProviderException(
          "The provider wrote "
              + written
              + " bytes; "
              + SUITE
              + " makes "
              + (plaintext.length + SUITE.tagBytes())
              + " of this plaintext");
    }
    // Only now: a module that makes its own nonce has none to show before doFinal.
    byte[] nonce = checkedNonce(cipher.getIV());
    System.arraycopy(nonce, 0, token, FieldHeader.BYTES, nonce.length);
  }

  private static byte[] checkedNonce(byte @Nullable [] nonce) {
    if (nonce == null || nonce.length != SUITE.nonceBytes()) {
      throw new ProviderException(
          "The provider made a nonce of "
              + (nonce == null ? "no" : nonce.length)
              + " bytes; "
              + SUITE
              + " in a field token has "
              + SUITE.nonceBytes()
              + ". Of an HSM that makes them, take firmware that makes 12 bytes (gcm.ivBits = 96)"
              + " or bulk = software");
    }
    return nonce;
  }

  private byte[] open(SecretKey dek, UUID dekId, byte[] token, EncryptionContext context)
      throws FieldFormatException,
          InvalidKeyException,
          BadPaddingException,
          IllegalBlockSizeException {
    FieldHeader header = FieldHeader.read(token);
    if (!header.dekId().equals(dekId)) {
      throw new FieldFormatException("The token names another DEK");
    }
    FieldSuite suite = header.suite();
    CipherPool.Loan loan = ciphers.lend(dek);
    initDecrypt(loan, suite, dek, token);
    updateAad(loan.cipher(), token, context);
    int body = suite.bodyOffset();
    byte[] plaintext = loan.cipher().doFinal(token, body, token.length - body);
    ciphers.giveBack(loan);
    return plaintext;
  }

  private static void initDecrypt(
      CipherPool.Loan loan, FieldSuite suite, SecretKey dek, byte[] token)
      throws InvalidKeyException {
    GCMParameterSpec spec =
        new GCMParameterSpec(
            suite.tagBytes() * Byte.SIZE, token, FieldHeader.BYTES, suite.nonceBytes());
    try {
      try {
        loan.cipher().init(Cipher.DECRYPT_MODE, dek, spec);
      } catch (InvalidKeyException e) {
        if (!loan.isUsed()) {
          throw e;
        }
        loan.renew(); // it is bound to the provider of an earlier key
        loan.cipher().init(Cipher.DECRYPT_MODE, dek, spec);
      }
    } catch (InvalidAlgorithmParameterException e) {
      // The lengths are the suite's, whatever the token holds: it is the provider that can't.
      throw new ProviderException("The provider does not take the parameters of " + suite, e);
    }
  }

  private static void updateAad(Cipher cipher, byte[] token, EncryptionContext context) {
    cipher.updateAAD(token, 0, FieldHeader.BYTES);
    context.updateAad(cipher);
  }

  /** The one place that throws for a wrong token, so that not even the stack traces differ. */
  private byte[] opened(SecretKey dek, UUID dekId, byte[] token, EncryptionContext context)
      throws FieldDecryptionException, InvalidKeyException {
    try {
      return open(dek, dekId, token, context);
    } catch (FieldFormatException | BadPaddingException | IllegalBlockSizeException e) {
      throw new FieldDecryptionException();
    }
  }

  /** What is not the text of a token is refused as no bytes at all are: like every other token. */
  private static byte[] bytesOrNone(String token) {
    try {
      return FieldToken.bytesOf(token);
    } catch (FieldFormatException e) {
      return new byte[0];
    }
  }

  private static void requireArguments(SecretKey dek, UUID dekId, EncryptionContext context) {
    Objects.requireNonNull(dek, "dek");
    Objects.requireNonNull(dekId, "dekId");
    Objects.requireNonNull(context, "context");
  }
}
