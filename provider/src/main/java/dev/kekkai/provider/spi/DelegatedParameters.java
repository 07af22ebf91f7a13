package dev.kekkai.provider.spi;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.AlgorithmParametersSpi;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;

/**
 * Parameters of GCM and OAEP, done by SunJCE. Callers ask the provider of the Cipher for them, and
 * for GCM's by an OID that the JDK lacks.
 */
final class DelegatedParameters extends AlgorithmParametersSpi {
  private final AlgorithmParameters delegate;

  DelegatedParameters(String algorithm) {
    try {
      delegate = AlgorithmParameters.getInstance(algorithm, "SunJCE");
    } catch (GeneralSecurityException e) {
      throw new ProviderException("This JDK has no " + algorithm + " parameters in SunJCE", e);
    }
  }

  @Override
  protected void engineInit(AlgorithmParameterSpec spec) throws InvalidParameterSpecException {
    delegate.init(spec);
  }

  @Override
  protected void engineInit(byte[] params) throws IOException {
    delegate.init(params);
  }

  @Override
  protected void engineInit(byte[] params, String format) throws IOException {
    delegate.init(params, format);
  }

  @Override
  protected <T extends AlgorithmParameterSpec> T engineGetParameterSpec(Class<T> type)
      throws InvalidParameterSpecException {
    return delegate.getParameterSpec(type);
  }

  @Override
  protected byte[] engineGetEncoded() throws IOException {
    return delegate.getEncoded();
  }

  @Override
  protected byte[] engineGetEncoded(String format) throws IOException {
    return delegate.getEncoded(format);
  }

  @Override
  protected String engineToString() {
    return delegate.toString();
  }
}
