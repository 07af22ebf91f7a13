package dev.kekkai.keyserver.audit;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.concurrent.atomic.AtomicLong;

/** Signs as the JDK does, while it is there. */
public final class SwitchableHsm extends Provider {
  private static final long serialVersionUID = 1L;

  private static volatile boolean away;
  private static final AtomicLong SIGNATURES = new AtomicLong();

  public SwitchableHsm() {
    super("SwitchableHsm", "1", "for tests");
    put("Signature.SHA256withECDSA", Spi.class.getName());
    away = false;
    SIGNATURES.set(0);
  }

  public void away(boolean isAway) {
    away = isAway;
  }

  public long signatures() {
    return SIGNATURES.get();
  }

  /** Made by JCA by its name. */
  public static final class Spi extends SignatureSpi {
    private final Signature software;

    public Spi() throws NoSuchAlgorithmException {
      this.software = Signature.getInstance("SHA256withECDSA");
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      software.initSign(key);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      if (away) {
        throw new ProviderException("the token is away");
      }
      SIGNATURES.incrementAndGet();
      return software.sign();
    }

    @Override
    protected void engineUpdate(byte b) throws SignatureException {
      software.update(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
      software.update(bytes, offset, length);
    }

    @Override
    protected void engineInitVerify(PublicKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected boolean engineVerify(byte[] signature) {
      throw new UnsupportedOperationException();
    }

    @Deprecated
    @Override
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException();
    }

    @Deprecated
    @Override
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
