package dev.kekkai.formats;

import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * AES-GCM as a module does it that makes its own nonce: none to see before doFinal. Here the nonce
 * is a fixed one, for vectors, and counts up for further messages; subclasses fail in the ways a
 * module can.
 */
public class ModuleNonceCipher extends CipherSpi {

  private final byte[] moduleNonce;
  private final GCMModeCipher gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
  private byte @Nullable [] nonce;

  ModuleNonceCipher(byte[] moduleNonce) {
    this.moduleNonce = moduleNonce.clone();
  }

  public static Provider provider(byte[] moduleNonce) {
    return provider(() -> new ModuleNonceCipher(moduleNonce));
  }

  public static Provider provider(Supplier<CipherSpi> cipher) {
    return new OneCipherProvider(cipher);
  }

  @Override
  protected void engineInit(int mode, Key key, @Nullable SecureRandom random) {
    gcm.init(
        true,
        new AEADParameters(new KeyParameter(key.getEncoded()), 128, moduleNonce, new byte[0]));
  }

  @Override
  protected void engineInit(
      int mode, Key key, AlgorithmParameterSpec params, @Nullable SecureRandom random)
      throws InvalidAlgorithmParameterException {
    GCMParameterSpec spec = (GCMParameterSpec) params;
    gcm.init(
        false,
        new AEADParameters(
            new KeyParameter(key.getEncoded()), spec.getTLen(), spec.getIV(), new byte[0]));
  }

  @Override
  protected void engineInit(
      int mode, Key key, AlgorithmParameters params, @Nullable SecureRandom random) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void engineUpdateAAD(byte[] aad, int offset, int length) {
    gcm.processAADBytes(aad, offset, length);
  }

  @Override
  protected int engineDoFinal(
      byte[] input, int inputOffset, int inputLength, byte[] output, int outputOffset)
      throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
    try {
      int length = gcm.processBytes(input, inputOffset, inputLength, output, outputOffset);
      length += gcm.doFinal(output, outputOffset + length);
      nonce = moduleNonce.clone();
      moduleNonce[moduleNonce.length - 1]++;
      return length;
    } catch (InvalidCipherTextException e) {
      throw new AEADBadTagException(e.getMessage());
    }
  }

  @Override
  protected byte[] engineDoFinal(byte[] input, int inputOffset, int inputLength)
      throws IllegalBlockSizeException, BadPaddingException {
    byte[] output = new byte[gcm.getOutputSize(inputLength)];
    try {
      engineDoFinal(input, inputOffset, inputLength, output, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException(e);
    }
    return output;
  }

  @Override
  protected byte @Nullable [] engineGetIV() {
    return nonce;
  }

  @Override
  protected byte[] engineUpdate(byte[] input, int inputOffset, int inputLength) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected int engineUpdate(
      byte[] input, int inputOffset, int inputLength, byte[] output, int outputOffset) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void engineSetMode(String mode) {}

  @Override
  protected void engineSetPadding(String padding) {}

  @Override
  protected int engineGetBlockSize() {
    return 16;
  }

  @Override
  protected int engineGetOutputSize(int inputLength) {
    return gcm.getOutputSize(inputLength);
  }

  @Override
  protected @Nullable AlgorithmParameters engineGetParameters() {
    return null;
  }

  private static final class OneCipherProvider extends Provider {

    private static final long serialVersionUID = 1L;

    OneCipherProvider(Supplier<CipherSpi> cipher) {
      super("OneCipher", "1", "AES-256-GCM as a module that makes its own nonce does it");
      putService(
          new Service(
              this, "Cipher", "AES_256/GCM/NoPadding", CipherSpi.class.getName(), null, null) {
            @Override
            public Object newInstance(@Nullable Object parameter) {
              return cipher.get();
            }
          });
    }
  }
}
