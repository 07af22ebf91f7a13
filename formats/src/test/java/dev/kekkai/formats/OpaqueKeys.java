package dev.kekkai.formats;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Providers with AES-GCM for keys of their own that show no bytes, as those of an HSM. */
final class OpaqueKeys {
  private OpaqueKeys() {}

  /** A provider that takes its own keys only; SunJCE does the work. */
  static final class OpaqueProvider extends Provider {
    private static final long serialVersionUID = 1L;

    private final transient AtomicInteger made = new AtomicInteger();

    OpaqueProvider(String name) {
      super(name, "1", "for tests");
      putService(
          new Service(this, "Cipher", "AES_256/GCM/NoPadding", Gcm.class.getName(), null, null) {
            @Override
            public Object newInstance(@Nullable Object parameter) {
              made.incrementAndGet();
              return new Gcm(OpaqueProvider.this);
            }

            @Override
            public boolean supportsParameter(@Nullable Object parameter) {
              return parameter instanceof OpaqueKey key && key.owner() == OpaqueProvider.this;
            }
          });
    }

    SecretKey newKey() {
      byte[] value = new byte[32];
      new SecureRandom().nextBytes(value);
      return new OpaqueKey(this, new SecretKeySpec(value, "AES"));
    }

    int made() {
      return made.get();
    }
  }

  private record OpaqueKey(OpaqueProvider owner, SecretKey value) implements SecretKey {
    @Override
    public String getAlgorithm() {
      return "AES";
    }

    @Override
    public @Nullable String getFormat() {
      return null;
    }

    @Override
    public byte @Nullable [] getEncoded() {
      return null;
    }
  }

  private static final class Gcm extends CipherSpi {
    private final OpaqueProvider owner;
    private final Cipher cipher;
    private @Nullable Key last;

    Gcm(OpaqueProvider owner) {
      this.owner = owner;
      try {
        this.cipher = Cipher.getInstance("AES_256/GCM/NoPadding", "SunJCE");
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    private SecretKey own(Key key) throws InvalidKeyException {
      if (key instanceof OpaqueKey opaque && opaque.owner() == owner) {
        last = key;
        return opaque.value();
      }
      throw new InvalidKeyException("not a key of " + owner.getName());
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
      cipher.init(opmode, own(key));
    }

    @Override
    protected void engineInit(
        int opmode, Key key, AlgorithmParameterSpec params, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      cipher.init(opmode, own(key), params);
    }

    @Override
    protected void engineInit(int opmode, Key key, AlgorithmParameters params, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      cipher.init(opmode, own(key), params);
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
}
