package dev.kekkai.provider.keys;

import java.io.NotSerializableException;
import java.io.ObjectStreamException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * A private key on the token as JCA sees it: an RSA or EC KEK, or a seal key. It tells the modulus
 * or the curve, but is no {@code RSAPrivateKey} and no {@code ECPrivateKey}: the JDK's providers
 * would accept those and fail later for want of the secret numbers. Thread-safe.
 */
public abstract sealed class TokenPrivateKey implements PrivateKey, KekkaiKey {
  private static final long serialVersionUID = 1L;

  private final transient TokenSource source;
  private final transient TokenKey key;

  private TokenPrivateKey(TokenSource source, TokenKey key) {
    this.source = source;
    this.key = key;
  }

  /**
   * Wraps a key on the token.
   *
   * @param source the token it belongs to
   * @param key an RSA or EC key with its public half
   * @return an opaque private key
   */
  public static TokenPrivateKey of(TokenSource source, TokenKey key) {
    PublicKey pub = key.publicKey();
    if (pub instanceof RSAPublicKey rsa) {
      return new Rsa(source, key, rsa.getModulus());
    }
    if (pub instanceof ECPublicKey ec) {
      return new Ec(source, key, ec.getParams());
    }
    throw new IllegalArgumentException(key + " has no public half");
  }

  @Override
  public TokenSource source() {
    return source;
  }

  /**
   * The key on the token.
   *
   * @return its handle
   */
  public TokenKey key() {
    return key;
  }

  @Override
  public @Nullable String getFormat() {
    return null;
  }

  @Override
  public byte @Nullable [] getEncoded() {
    return null;
  }

  @Override
  public String toString() {
    return "Kekkai " + key;
  }

  /**
   * Refuses serialisation.
   *
   * @return never
   * @throws ObjectStreamException always
   */
  Object writeReplace() throws ObjectStreamException {
    throw new NotSerializableException("A Kekkai key does not serialise; look it up by its alias");
  }

  /** An RSA private key. */
  public static final class Rsa extends TokenPrivateKey implements RSAKey {
    private static final long serialVersionUID = 1L;

    private final transient BigInteger modulus;

    private Rsa(TokenSource source, TokenKey key, BigInteger modulus) {
      super(source, key);
      this.modulus = modulus;
    }

    @Override
    public String getAlgorithm() {
      return "RSA";
    }

    @Override
    public BigInteger getModulus() {
      return modulus;
    }
  }

  /** An EC private key. */
  public static final class Ec extends TokenPrivateKey implements ECKey {
    private static final long serialVersionUID = 1L;

    private final transient ECParameterSpec params;

    private Ec(TokenSource source, TokenKey key, ECParameterSpec params) {
      super(source, key);
      this.params = params;
    }

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public ECParameterSpec getParams() {
      return params;
    }
  }
}
