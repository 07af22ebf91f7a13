package dev.kekkai.provider.spi.sign;

import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.spi.support.JcaErrors;
import dev.kekkai.provider.spi.support.OwnKeys;
import dev.kekkai.provider.spi.support.SpiContext;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * ECDSA with a seal key: hashed in software, signed by C_Sign. A public key is verified by another
 * provider, since it is no secret. Not thread-safe, like every Signature.
 */
public final class SealSignature extends SignatureSpi {
  private final SpiContext context;
  private final String algorithm;
  private final MessageDigest digest;
  private @Nullable TokenKey key;
  private @Nullable Signature verifier;

  /**
   * An uninitialised Signature.
   *
   * @param context the provider it belongs to
   * @param digestName standard name of the digest, such as {@code SHA-256}
   */
  public SealSignature(SpiContext context, String digestName) {
    this.context = context;
    this.algorithm = digestName.replace("-", "") + "withECDSA";
    try {
      digest = MessageDigest.getInstance(digestName);
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("This JDK has no " + digestName, e);
    }
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
    verifier = null;
    digest.reset();
    TokenKey found =
        new OwnKeys(context).tokenKey(privateKey, KeyKind.SEAL_KEY, "a seal key (KekSpec.seal)");
    try {
      key = context.keys().current(found);
    } catch (TokenException e) {
      throw JcaErrors.init(e);
    }
  }

  @Override
  protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
    key = null;
    try {
      // No provider is named: this one never takes public keys, so another one answers.
      Signature other = Signature.getInstance(algorithm);
      other.initVerify(publicKey);
      verifier = other;
    } catch (NoSuchAlgorithmException e) {
      throw new InvalidKeyException("No other provider has " + algorithm, e);
    }
  }

  @Override
  protected void engineUpdate(byte in) throws SignatureException {
    Signature other = verifier;
    if (other != null) {
      other.update(in);
    } else {
      digest.update(in);
    }
  }

  @Override
  protected void engineUpdate(byte[] in, int offset, int length) throws SignatureException {
    Signature other = verifier;
    if (other != null) {
      other.update(in, offset, length);
    } else {
      digest.update(in, offset, length);
    }
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    TokenKey with = key;
    if (with == null) {
      throw new SignatureException("This Signature is not initialised for signing");
    }
    byte[] hash = digest.digest();
    // ECDSA uses the leftmost bits of a hash longer than the order (FIPS 186-5, section 6.4.1).
    byte[] used = Arrays.copyOf(hash, Math.min(hash.length, (with.bits() + 7) / Byte.SIZE));
    Mechanism ecdsa = new Mechanism.Plain(Ckm.ECDSA);
    try {
      return EcdsaDer.encode(
          context
              .keys()
              .using(
                  Operation.SIGN,
                  with,
                  now -> context.token().with(session -> session.sign(ecdsa, now.object(), used))));
    } catch (TokenException e) {
      throw JcaErrors.sign(e);
    }
  }

  @Override
  protected boolean engineVerify(byte[] signature) throws SignatureException {
    Signature other = verifier;
    if (other == null) {
      throw new SignatureException("This Signature is not initialised for verification");
    }
    return other.verify(signature);
  }

  @Override
  protected void engineSetParameter(@Nullable AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (params != null) {
      throw new InvalidAlgorithmParameterException(algorithm + " takes no parameters");
    }
  }

  @Override
  protected @Nullable AlgorithmParameters engineGetParameters() {
    return null;
  }

  @Override
  @Deprecated
  protected void engineSetParameter(String param, Object value) {
    throw new InvalidParameterException(
        String.format(Locale.ROOT, "%s has no parameter %s", algorithm, param));
  }

  @Override
  @Deprecated
  protected Object engineGetParameter(String param) {
    throw new InvalidParameterException(
        String.format(Locale.ROOT, "%s has no parameter %s", algorithm, param));
  }
}
