package dev.kekkai.formats.envelope;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * SunJCE's AES-GCM and AES key wrap, found before it, with an eye on the keys: each Cipher keeps
 * what the JDK's keep, the array its key gave it, and a copy of its last key.
 */
final class WatchedCiphers extends Provider implements AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final transient List<Spi> ciphers = new ArrayList<>();

  WatchedCiphers() {
    super("Watched", "1", "for tests");
    for (String transformation : List.of("AES/GCM/NoPadding", "AES/KW/NoPadding")) {
      putService(
          new Service(this, "Cipher", transformation, Spi.class.getName(), null, null) {
            @Override
            public Object newInstance(@Nullable Object parameter) {
              Spi spi = new Spi(transformation);
              ciphers.add(spi);
              return spi;
            }

            @Override
            public boolean supportsParameter(@Nullable Object parameter) {
              return parameter instanceof SecretKey key && key.getEncoded() != null;
            }
          });
    }
    Security.insertProviderAt(this, 1);
  }

  @Override
  public void close() {
    Security.removeProvider(getName());
  }

  /** Those that have had a key; JCA also makes one only to look at it. */
  List<Spi> ciphers() {
    return ciphers.stream().filter(cipher -> !cipher.given().isEmpty()).toList();
  }

  static final class Spi extends CipherSpi {
    private final String transformation;
    private final Cipher cipher;
    private final List<byte[]> given = new ArrayList<>();
    private byte[] lastKey = {};
    private byte @Nullable [] unwrapped;
    private int mode;

    Spi(String transformation) {
      this.transformation = transformation;
      try {
        cipher = Cipher.getInstance(transformation, "SunJCE");
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    /** The arrays that its keys gave it. */
    List<byte[]> given() {
      return given;
    }

    /** The key that it has now. */
    byte[] lastKey() {
      return lastKey;
    }

    /** What it took for a DEK, if it is one for key wrap. */
    byte @Nullable [] unwrapped() {
      return unwrapped;
    }

    private void watch(int opmode, Key key) {
      mode = opmode;
      byte[] encoded = key.getEncoded();
      given.add(encoded);
      lastKey = encoded.clone();
    }

    @Override
    protected void engineInit(int opmode, Key key, SecureRandom random) throws InvalidKeyException {
      watch(opmode, key);
      cipher.init(opmode, key);
    }

    @Override
    protected void engineInit(
        int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      watch(opmode, key);
      cipher.init(opmode, key, params);
    }

    @Override
    protected void engineInit(
        int opmode, Key key, AlgorithmParameters params, SecureRandom random) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected byte[] engineDoFinal(byte[] input, int inputOffset, int inputLen)
        throws IllegalBlockSizeException, BadPaddingException {
      byte[] out = cipher.doFinal(input, inputOffset, inputLen);
      if (transformation.equals("AES/KW/NoPadding") && mode == Cipher.DECRYPT_MODE) {
        unwrapped = out;
      }
      return out;
    }

    @Override
    protected int engineDoFinal(
        byte[] input, int inputOffset, int inputLen, byte[] output, int outputOffset) {
      throw new UnsupportedOperationException();
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
  }
}
