package dev.kekkai.formats.envelope;

import dev.kekkai.formats.SunJceCipherSpi;
import java.security.Key;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
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

  static final class Spi extends SunJceCipherSpi {
    private final String transformation;
    private final List<byte[]> given = new ArrayList<>();
    private byte[] lastKey = {};
    private byte @Nullable [] unwrapped;
    private int mode;

    Spi(String transformation) {
      super(transformation);
      this.transformation = transformation;
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

    @Override
    protected Key keyFor(int opmode, Key key) {
      mode = opmode;
      byte[] encoded = key.getEncoded();
      given.add(encoded);
      lastKey = encoded.clone();
      return key;
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
  }
}
