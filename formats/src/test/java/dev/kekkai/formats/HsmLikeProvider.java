package dev.kekkai.formats;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A provider like an HSM's: its private keys show no numbers, it takes no others, and it offers
 * neither AES key wrap nor anything else for keys in memory. The JDK does the work.
 */
public final class HsmLikeProvider extends Provider {
  private static final long serialVersionUID = 1L;
  private static final String OAEP = "RSA/ECB/OAEPWithSHA-256AndMGF1Padding";
  private static final String GCM = "AES_256/GCM/NoPadding";

  private final transient AtomicInteger operations = new AtomicInteger();
  private volatile boolean keepsDeks;
  private transient volatile @Nullable RuntimeException trouble;
  private transient volatile @Nullable OpaqueDek lastDek;

  public HsmLikeProvider(String name) {
    super(name, "1", "for tests");
    service("KeyAgreement", "ECDH", Agreement::new);
    service("Cipher", OAEP, Oaep::new);
    service("Cipher", GCM, Gcm::new);
    for (String algorithm : new String[] {"SHA256withECDSA", "SHA384withECDSA"}) {
      service("Signature", algorithm, () -> new Signer(algorithm));
    }
  }

  private void service(String type, String algorithm, Supplier<Object> spi) {
    putService(
        new Service(this, type, algorithm, "in " + getName(), null, null) {
          @Override
          public Object newInstance(@Nullable Object parameter) {
            return spi.get();
          }

          @Override
          public boolean supportsParameter(@Nullable Object parameter) {
            return parameter instanceof Hidden hidden && hidden.owner() == HsmLikeProvider.this;
          }
        });
  }

  /** A private key of this provider that does what the other one does. */
  public PrivateKey hide(PrivateKey software) {
    if (software instanceof RSAKey rsa) {
      return new OpaqueRsa(this, software, rsa.getModulus());
    }
    return new OpaqueEc(this, software, ((ECKey) software).getParams());
  }

  /** From now on, what RSA unwraps stays inside. */
  public HsmLikeProvider keepingDeks() {
    keepsDeks = true;
    return this;
  }

  /** From now on, every operation of a private key fails so. */
  public void fail(RuntimeException with) {
    trouble = with;
  }

  /** How often private keys have worked. */
  public int operations() {
    return operations.get();
  }

  /** The last DEK that stayed inside. */
  public @Nullable SecretKey lastDek() {
    return lastDek;
  }

  private void work() {
    RuntimeException failure = trouble;
    if (failure != null) {
      throw failure;
    }
    operations.incrementAndGet();
  }

  private Key reveal(Key key) throws InvalidKeyException {
    if (key instanceof Hidden hidden && hidden.owner() == this) {
      return hidden.software();
    }
    throw new InvalidKeyException("not a key of " + getName());
  }

  private interface Hidden extends Key {
    HsmLikeProvider owner();

    Key software();

    @Override
    default String getAlgorithm() {
      return software().getAlgorithm();
    }

    @Override
    default @Nullable String getFormat() {
      return null;
    }

    @Override
    default byte @Nullable [] getEncoded() {
      return null;
    }
  }

  private record OpaqueRsa(HsmLikeProvider owner, PrivateKey software, BigInteger modulus)
      implements Hidden, PrivateKey, RSAKey {
    @Override
    public BigInteger getModulus() {
      return modulus;
    }
  }

  private record OpaqueEc(HsmLikeProvider owner, PrivateKey software, ECParameterSpec params)
      implements Hidden, PrivateKey, ECKey {
    @Override
    public ECParameterSpec getParams() {
      return params;
    }
  }

  private static final class OpaqueDek implements Hidden, SecretKey {
    private static final long serialVersionUID = 1L;

    private final HsmLikeProvider owner;
    private final SecretKey software;
    private boolean destroyed;

    OpaqueDek(HsmLikeProvider owner, SecretKey software) {
      this.owner = owner;
      this.software = software;
    }

    @Override
    public HsmLikeProvider owner() {
      return owner;
    }

    @Override
    public Key software() {
      return software;
    }

    @Override
    public void destroy() {
      destroyed = true;
    }

    @Override
    public boolean isDestroyed() {
      return destroyed;
    }
  }

  private final class Agreement extends KeyAgreementSpi {
    private final KeyAgreement agreement;

    Agreement() {
      try {
        agreement = KeyAgreement.getInstance("ECDH", "SunEC");
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
      agreement.init(reveal(key));
    }

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec params, SecureRandom random)
        throws InvalidKeyException {
      engineInit(key, random);
    }

    @Override
    protected @Nullable Key engineDoPhase(Key key, boolean lastPhase) throws InvalidKeyException {
      return agreement.doPhase(key, lastPhase);
    }

    @Override
    protected byte[] engineGenerateSecret() {
      work();
      return agreement.generateSecret();
    }

    @Override
    protected int engineGenerateSecret(byte[] sharedSecret, int offset) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected SecretKey engineGenerateSecret(String algorithm) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Signer extends SignatureSpi {
    private final Signature signature;

    Signer(String algorithm) {
      try {
        signature = Signature.getInstance(algorithm, "SunEC");
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      signature.initSign((PrivateKey) reveal(key));
    }

    @Override
    protected void engineInitVerify(PublicKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void engineUpdate(byte in) throws SignatureException {
      signature.update(in);
    }

    @Override
    protected void engineUpdate(byte[] in, int offset, int length) throws SignatureException {
      signature.update(in, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      work();
      return signature.sign();
    }

    @Override
    protected boolean engineVerify(byte[] in) {
      throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Oaep extends Delegating {
    Oaep() {
      super(OAEP);
    }

    @Override
    protected Key engineUnwrap(byte[] wrapped, String algorithm, int type)
        throws InvalidKeyException, NoSuchAlgorithmException {
      work();
      SecretKey dek = (SecretKey) cipher.unwrap(wrapped, algorithm, type);
      if (!keepsDeks) {
        return dek;
      }
      OpaqueDek kept = new OpaqueDek(HsmLikeProvider.this, dek);
      lastDek = kept;
      return kept;
    }
  }

  private final class Gcm extends Delegating {
    Gcm() {
      super(GCM);
    }
  }

  private class Delegating extends SunJceCipherSpi {
    Delegating(String transformation) {
      super(transformation);
    }

    @Override
    protected Key keyFor(int opmode, Key key) throws InvalidKeyException {
      return reveal(key);
    }
  }
}
