package dev.kekkai.formats;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;

/**
 * Lets SunJCE do the work, of one piece, with another key than the one it was given, if need be.
 */
public abstract class SunJceCipherSpi extends CipherSpi {
  /** Does the work. */
  protected final Cipher cipher;

  /** For one transformation. */
  protected SunJceCipherSpi(String transformation) {
    try {
      cipher = Cipher.getInstance(transformation, "SunJCE");
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** What SunJCE is to work with. */
  protected abstract Key keyFor(int opmode, Key key) throws InvalidKeyException;

  @Override
  protected void engineSetMode(String mode) {}

  @Override
  protected void engineSetPadding(String padding) {}

  @Override
  protected int engineGetBlockSize() {
    return cipher.getBlockSize();
  }

  @Override
  protected int engineGetOutputSize(int inputLen) {
    return cipher.getOutputSize(inputLen);
  }

  @Override
  protected byte[] engineGetIV() {
    return cipher.getIV();
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    return cipher.getParameters();
  }

  @Override
  protected void engineInit(int opmode, Key key, SecureRandom random) throws InvalidKeyException {
    cipher.init(opmode, keyFor(opmode, key));
  }

  @Override
  protected void engineInit(int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    cipher.init(opmode, keyFor(opmode, key), params);
  }

  @Override
  protected void engineInit(int opmode, Key key, AlgorithmParameters params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    cipher.init(opmode, keyFor(opmode, key), params);
  }

  @Override
  protected void engineUpdateAAD(byte[] src, int offset, int len) {
    cipher.updateAAD(src, offset, len);
  }

  @Override
  protected byte[] engineUpdate(byte[] input, int inputOffset, int inputLen) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected int engineUpdate(
      byte[] input, int inputOffset, int inputLen, byte[] output, int outputOffset) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected byte[] engineDoFinal(byte[] input, int inputOffset, int inputLen)
      throws IllegalBlockSizeException, BadPaddingException {
    return cipher.doFinal(input, inputOffset, inputLen);
  }

  @Override
  protected int engineDoFinal(
      byte[] input, int inputOffset, int inputLen, byte[] output, int outputOffset)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    return cipher.doFinal(input, inputOffset, inputLen, output, outputOffset);
  }
}
