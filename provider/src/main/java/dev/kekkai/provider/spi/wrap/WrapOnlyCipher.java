package dev.kekkai.provider.spi.wrap;

import java.security.AlgorithmParameters;
import java.security.NoSuchAlgorithmException;
import javax.crypto.BadPaddingException;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;
import org.jspecify.annotations.Nullable;

/** What ciphers have in common that wrap keys and take no data. */
abstract class WrapOnlyCipher extends CipherSpi {
  private static final String NO_DATA = "This Cipher takes keys, not data: use wrap or unwrap";

  @Override
  protected final void engineSetMode(String mode) throws NoSuchAlgorithmException {
    throw new NoSuchAlgorithmException(
        "Ask for the whole transformation; there is no other mode, such as " + mode);
  }

  @Override
  protected final void engineSetPadding(String padding) throws NoSuchPaddingException {
    throw new NoSuchPaddingException(
        "Ask for the whole transformation; there is no other padding, such as " + padding);
  }

  @Override
  protected byte @Nullable [] engineGetIV() {
    return null;
  }

  @Override
  protected @Nullable AlgorithmParameters engineGetParameters() {
    return null;
  }

  @Override
  protected byte[] engineUpdate(byte[] in, int inOffset, int inLength) {
    throw new IllegalStateException(NO_DATA);
  }

  @Override
  protected int engineUpdate(byte[] in, int inOffset, int inLength, byte[] out, int outOffset) {
    throw new IllegalStateException(NO_DATA);
  }

  @Override
  protected byte[] engineDoFinal(byte @Nullable [] in, int inOffset, int inLength)
      throws IllegalBlockSizeException, BadPaddingException {
    throw new IllegalStateException(NO_DATA);
  }

  @Override
  protected int engineDoFinal(
      byte @Nullable [] in, int inOffset, int inLength, byte[] out, int outOffset)
      throws IllegalBlockSizeException, BadPaddingException, ShortBufferException {
    return engineDoFinal(in, inOffset, inLength).length;
  }
}
