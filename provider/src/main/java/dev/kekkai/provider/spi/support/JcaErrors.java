package dev.kekkai.provider.spi.support;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.CryptokiException;
import dev.kekkai.cryptoki.LoginException;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.TokenTroubleException;
import dev.kekkai.provider.bulk.MessageTooLongException;
import dev.kekkai.provider.keys.BadBlobException;
import dev.kekkai.provider.keys.DekClosedException;
import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.security.SignatureException;
import java.security.UnrecoverableKeyException;
import java.util.Locale;
import java.util.UUID;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place that says which JCA exception a failure below becomes, by operation. What depends
 * on a ciphertext or blob has one fixed text and no cause; where a token's answer might depend on
 * one, function and CKR go to the debug log only, under an id that the exception names.
 *
 * <p>Every method either throws or returns what its caller is to throw.
 */
public final class JcaErrors {
  private static final Logger LOG = LoggerFactory.getLogger(JcaErrors.class);

  private JcaErrors() {}

  /**
   * Initialising an operation with a key.
   *
   * @param e what happened below
   * @return to be thrown
   */
  public static InvalidKeyException init(TokenException e) {
    return new InvalidKeyException(e.getMessage(), e);
  }

  /**
   * Encrypting.
   *
   * @param e what happened below
   * @return to be thrown
   * @throws IllegalBlockSizeException when the message is too long for one call
   */
  public static RuntimeException encrypt(TokenException e) throws IllegalBlockSizeException {
    if (e instanceof MessageTooLongException) {
      throw withCause(new IllegalBlockSizeException(e.getMessage()), e);
    }
    return other(e);
  }

  /**
   * Decrypting; a bad ciphertext is an {@code AEADBadTagException} from below already.
   *
   * @param e what happened below
   * @return to be thrown; never an exception of a ciphertext that doesn't fit
   */
  public static RuntimeException decrypt(TokenException e) {
    return e instanceof CryptokiException c ? trouble("Decryption", c) : other(e);
  }

  /**
   * Decrypting with RSA.
   *
   * @param e what happened below
   * @return to be thrown
   * @throws BadPaddingException for every kind of bad ciphertext
   */
  public static RuntimeException decryptRsa(TokenException e) throws BadPaddingException {
    if (e instanceof BadBlobException) {
      throw new BadPaddingException(BadBlobException.TEXT);
    }
    return decrypt(e);
  }

  /**
   * Wrapping a key.
   *
   * @param e what happened below
   * @return to be thrown, when the token is in trouble
   * @throws IllegalBlockSizeException when the key has a size that can't be wrapped
   * @throws InvalidKeyException for everything else that is wrong with a key
   */
  public static RuntimeException wrap(TokenException e)
      throws IllegalBlockSizeException, InvalidKeyException {
    if (e instanceof CryptokiException c
        && (c.is(Ckr.KEY_SIZE_RANGE) || c.is(Ckr.DATA_LEN_RANGE))) {
      throw withCause(new IllegalBlockSizeException(e.getMessage()), e);
    }
    if (e.retryable()) {
      return other(e);
    }
    throw init(e);
  }

  /**
   * Unwrapping a key.
   *
   * @param e what happened below
   * @return to be thrown, when the token is in trouble
   * @throws InvalidKeyException for every kind of bad blob
   */
  public static RuntimeException unwrap(TokenException e) throws InvalidKeyException {
    if (e instanceof BadBlobException) {
      throw new InvalidKeyException(BadBlobException.TEXT);
    }
    return e instanceof CryptokiException c ? trouble("Unwrapping", c) : other(e);
  }

  /**
   * Deriving a secret.
   *
   * @param e what happened below
   * @return to be thrown
   */
  public static RuntimeException derive(TokenException e) {
    return e instanceof CryptokiException c ? trouble("Key agreement", c) : other(e);
  }

  /**
   * Signing.
   *
   * @param e what happened below
   * @return to be thrown
   */
  public static SignatureException sign(TokenException e) {
    return new SignatureException(e.getMessage(), e);
  }

  /**
   * Loading a key store.
   *
   * @param e what happened below
   * @return to be thrown; with an {@code UnrecoverableKeyException} as cause when the PIN was
   *     refused, as {@code KeyStore.load} asks for
   */
  public static IOException load(TokenException e) {
    return new IOException(
        e.getMessage(),
        e instanceof LoginException
            ? withCause(new UnrecoverableKeyException(e.getMessage()), e)
            : e);
  }

  /**
   * Getting a key from a key store.
   *
   * @param e what happened below
   * @return to be thrown
   */
  public static UnrecoverableKeyException getKey(TokenException e) {
    return withCause(new UnrecoverableKeyException(e.getMessage()), e);
  }

  /**
   * Everything else, and operations that can't declare a checked exception.
   *
   * @param e what happened below
   * @return to be thrown
   */
  public static RuntimeException other(TokenException e) {
    return e instanceof DekClosedException
        ? new IllegalStateException(e.getMessage(), e)
        : new TokenTroubleException(text(e), e.retryable(), e);
  }

  private static String text(TokenException e) {
    return e instanceof CryptokiException
        ? String.format(Locale.ROOT, "%s; %s", e.getMessage(), advice(e))
        : String.valueOf(e.getMessage());
  }

  private static String advice(TokenException e) {
    return e.retryable() ? "a retry can help" : "a retry can't help";
  }

  private static ProviderException trouble(String operation, CryptokiException e) {
    String id = UUID.randomUUID().toString().substring(0, 8);
    LOG.debug("{}: {}: {}", id, operation, e.getMessage());
    return new TokenTroubleException(
        String.format(
            Locale.ROOT,
            "%s was not possible on the token; the debug log of %s says why under %s; %s",
            operation,
            LOG.getName(),
            id,
            advice(e)),
        e.retryable(),
        null);
  }

  private static <T extends Exception> T withCause(T exception, Exception cause) {
    exception.initCause(cause);
    return exception;
  }
}
