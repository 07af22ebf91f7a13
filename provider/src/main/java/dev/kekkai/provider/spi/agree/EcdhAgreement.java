package dev.kekkai.provider.spi.agree;

import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.config.profile.Knobs;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.keys.Evidence;
import dev.kekkai.provider.keys.SharedSecrets;
import dev.kekkai.provider.keys.TokenKey;
import dev.kekkai.provider.keys.TokenPrivateKey;
import dev.kekkai.provider.spi.support.JcaErrors;
import dev.kekkai.provider.spi.support.OwnKeys;
import dev.kekkai.provider.spi.support.SpiContext;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * ECDH (SP 800-56A, section 5.7.1.2) with an EC KEK, by C_DeriveKey. The shared secret Z is read
 * out for the caller's key derivation function and its object destroyed at once; only modules that
 * let it be read can do this. Not thread-safe, like every KeyAgreement.
 */
public final class EcdhAgreement extends KeyAgreementSpi {
  /** Names under which Z itself is a key; for every other it must go through a KDF first. */
  private static final Set<String> RAW_SECRETS = Set.of("TLSPREMASTERSECRET", "GENERIC");

  private final SpiContext context;
  private @Nullable TokenKey kek;
  private @Nullable ECParameterSpec params;
  private @Nullable PeerPoint peer;

  /**
   * An uninitialised KeyAgreement.
   *
   * @param context the provider it belongs to
   */
  public EcdhAgreement(SpiContext context) {
    this.context = context;
  }

  @Override
  protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
    kek = null;
    peer = null;
    TokenKey found = new OwnKeys(context).tokenKey(key, KeyKind.EC_KEK, "an EC KEK's private key");
    try {
      Evidence.require(context.profile(), Knobs.ECDH_DERIVED_READABLE);
      requireReadable(context.profile());
      kek = context.keys().current(found);
    } catch (TokenException e) {
      throw JcaErrors.init(e);
    }
    params = ((TokenPrivateKey.Ec) key).getParams();
  }

  @Override
  protected void engineInit(Key key, @Nullable AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (spec != null) {
      throw new InvalidAlgorithmParameterException(
          "ECDH takes no parameters here; a key derivation function is the caller's to apply");
    }
    engineInit(key, random);
  }

  private static void requireReadable(HsmProfile profile) throws InvalidKeyException {
    if (!profile.ecdh().derivedReadable()) {
      throw new InvalidKeyException(
          String.format(
              Locale.ROOT,
              "This module (profile %s) does not let a derived secret be read, so ECDH envelopes"
                  + " can't be opened with it; use an RSA KEK",
              profile.name()));
    }
  }

  @Override
  protected @Nullable Key engineDoPhase(Key key, boolean lastPhase) throws InvalidKeyException {
    ECParameterSpec own = params;
    if (kek == null || own == null) {
      throw new IllegalStateException("This KeyAgreement is not initialised");
    }
    if (!lastPhase) {
      throw new IllegalStateException("ECDH has two parties, so its first phase is the last");
    }
    if (!(key instanceof ECPublicKey ec)) {
      throw new InvalidKeyException("The other side's ECPublicKey is needed, not " + key);
    }
    peer = PeerPoint.of(ec, own);
    return null;
  }

  @Override
  protected byte[] engineGenerateSecret() {
    TokenKey base = kek;
    PeerPoint point = peer;
    if (base == null || point == null) {
      throw new IllegalStateException("Call init and doPhase before generateSecret");
    }
    peer = null;
    try {
      byte[] encoded = point.encode(context.profile().ecdh().pointEncoding());
      SharedSecrets secrets = new SharedSecrets(context.source());
      return context.keys().using(Operation.AGREE, base, now -> secrets.derive(now, encoded));
    } catch (TokenException e) {
      throw JcaErrors.derive(e);
    }
  }

  @Override
  protected int engineGenerateSecret(byte[] sharedSecret, int offset) throws ShortBufferException {
    TokenKey base = kek;
    int length = base == null ? 0 : (base.bits() + 7) / Byte.SIZE;
    if (sharedSecret.length - offset < length) {
      throw new ShortBufferException(
          String.format(Locale.ROOT, "The shared secret has %d bytes", length));
    }
    byte[] z = engineGenerateSecret();
    System.arraycopy(z, 0, sharedSecret, offset, z.length);
    Arrays.fill(z, (byte) 0);
    return z.length;
  }

  @Override
  protected SecretKey engineGenerateSecret(String algorithm) throws NoSuchAlgorithmException {
    if (!RAW_SECRETS.contains(algorithm.toUpperCase(Locale.ROOT))) {
      throw new NoSuchAlgorithmException(
          String.format(
              Locale.ROOT,
              "The raw shared secret is no %s key: take generateSecret() through a key derivation"
                  + " function first. Only TlsPremasterSecret and Generic are given",
              algorithm));
    }
    byte[] z = engineGenerateSecret();
    try {
      return new SecretKeySpec(z, algorithm);
    } finally {
      Arrays.fill(z, (byte) 0);
    }
  }
}
