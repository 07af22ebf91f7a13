package dev.kekkai.formats;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Providers with AES-GCM for keys of their own that show no bytes, as those of an HSM. */
public final class OpaqueKeys {
  private OpaqueKeys() {}

  /** A provider that takes its own keys only; SunJCE does the work. */
  public static final class OpaqueProvider extends Provider {
    private static final long serialVersionUID = 1L;

    private final transient AtomicInteger made = new AtomicInteger();

    public OpaqueProvider(String name) {
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

    public SecretKey newKey() {
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

  private static final class Gcm extends SunJceCipherSpi {
    private final OpaqueProvider owner;
    private @Nullable Key last;

    Gcm(OpaqueProvider owner) {
      super("AES_256/GCM/NoPadding");
      this.owner = owner;
    }

    @Override
    protected Key keyFor(int opmode, Key key) throws InvalidKeyException {
      if (key instanceof OpaqueKey opaque && opaque.owner() == owner) {
        last = key;
        return opaque.value();
      }
      throw new InvalidKeyException("not a key of " + owner.getName());
    }
  }
}
