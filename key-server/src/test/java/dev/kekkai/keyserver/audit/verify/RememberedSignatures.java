package dev.kekkai.keyserver.audit.verify;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Verifies as the JDK does, each signature over the same bytes once: a thousand logs that have most
 * seals in common are verified in seconds.
 */
final class RememberedSignatures extends Provider {
  private static final long serialVersionUID = 1L;

  private static final Map<List<Object>, Boolean> VERDICTS = new ConcurrentHashMap<>();

  RememberedSignatures() {
    super("RememberedSignatures", "1", "for tests");
    put("Signature.SHA256withECDSA", Spi.class.getName());
  }

  /** Made by JCA by its name. */
  public static final class Spi extends SignatureSpi {
    private final Signature jdk;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private PublicKey key;

    public Spi() throws NoSuchAlgorithmException, NoSuchProviderException {
      this.jdk = Signature.getInstance("SHA256withECDSA", "SunEC");
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
      jdk.initVerify(key);
      this.key = key;
      message.reset();
    }

    @Override
    protected void engineUpdate(byte b) {
      message.write(b);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) {
      message.write(bytes, offset, length);
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      byte[] signed = message.toByteArray();
      List<Object> about = List.of(key, ByteBuffer.wrap(signed), ByteBuffer.wrap(signature));
      Boolean known = VERDICTS.get(about);
      if (known == null) {
        jdk.update(signed);
        known = jdk.verify(signature);
        VERDICTS.put(about, known);
      }
      return known;
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      throw new InvalidKeyException("only verifies");
    }

    @Override
    protected byte[] engineSign() {
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
