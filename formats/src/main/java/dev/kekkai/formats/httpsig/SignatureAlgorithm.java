package dev.kekkai.formats.httpsig;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How requests are signed: the asymmetric algorithms of RFC 9421 section 3.3 that are in use here.
 *
 * <p>A key is registered with one of them and used with no other. Thread-safe.
 */
public enum SignatureAlgorithm {
  /** EdDSA on Curve25519 (RFC 9421 section 3.3.6). */
  ED25519("ed25519", "Ed25519"),
  /** ECDSA on P-256 with SHA-256; the signature is r and s, 32 bytes each (section 3.3.4). */
  ECDSA_P256_SHA256("ecdsa-p256-sha256", "SHA256withECDSAinP1363Format"),
  /** RSASSA-PSS with SHA-512, MGF1 with SHA-512 and 64 bytes of salt (section 3.3.1). */
  RSA_PSS_SHA512("rsa-pss-sha512", "RSASSA-PSS");

  /** The shortest RSA key that is taken, in bits. */
  public static final int MIN_RSA_BITS = 2048;

  /** The longest RSA key that is taken, in bits. */
  public static final int MAX_RSA_BITS = 8192;

  private static final int CURVE_SIGNATURE_BYTES = 64;
  private static final AlgorithmParameterSpec PSS =
      new PSSParameterSpec(
          "SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, PSSParameterSpec.TRAILER_FIELD_BC);

  private final String id;
  private final String jcaName;

  SignatureAlgorithm(String id, String jcaName) {
    this.id = id;
    this.jcaName = jcaName;
  }

  /**
   * The name in the registry of RFC 9421 section 6.2.
   *
   * @return for instance {@code ecdsa-p256-sha256}
   */
  public String id() {
    return id;
  }

  /**
   * The algorithm of a name.
   *
   * @param id as {@link #id()} writes it
   * @return the algorithm
   * @throws IllegalArgumentException when there is none of that name; the message lists those there
   *     are
   */
  public static SignatureAlgorithm of(String id) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No signature algorithm of that name; there are "
                        + Arrays.stream(values())
                            .map(SignatureAlgorithm::id)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * Checks that a key is of this algorithm's kind and strong enough: Ed25519; P-256; RSA of {@value
   * #MIN_RSA_BITS} to {@value #MAX_RSA_BITS} bits.
   *
   * @param key public or private; of an opaque private key what it shows is checked
   * @throws IllegalArgumentException when it is not; the message says what would be
   */
  public void requireFit(Key key) {
    String wanted =
        switch (this) {
          case ED25519 -> KeyFit.isEd25519(key) ? null : "an Ed25519 key";
          case ECDSA_P256_SHA256 -> KeyFit.isP256(key) ? null : "an EC key on the curve P-256";
          case RSA_PSS_SHA512 ->
              KeyFit.isRsa(key, MIN_RSA_BITS, MAX_RSA_BITS)
                  ? null
                  : "an RSA key of " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits";
        };
    if (wanted != null) {
      throw new IllegalArgumentException(id + " takes " + wanted);
    }
  }

  /**
   * Signs.
   *
   * @param key fits this algorithm
   * @param data what to sign
   * @return the signature as RFC 9421 has it
   * @throws IllegalArgumentException when the key does not fit
   * @throws SignatureException when the key can't sign now
   */
  public byte[] sign(PrivateKey key, byte[] data) throws SignatureException {
    requireFit(key);
    try {
      Signature signer = Signature.getInstance(jcaName);
      signer.initSign(key);
      setParameters(signer);
      signer.update(data);
      return signer.sign();
    } catch (SignatureException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new SignatureException("No provider signs with this key by " + jcaName, e);
    }
  }

  /**
   * Verifies, by the first provider that takes the key.
   *
   * @param key fits this algorithm
   * @param data what was signed
   * @param signature as RFC 9421 has it
   * @return false for every signature that is not one of that data by that key
   * @throws IllegalArgumentException when the key does not fit
   */
  public boolean verify(PublicKey key, byte[] data, byte[] signature) {
    return verify(key, data, signature, null);
  }

  /**
   * Verifies.
   *
   * @param key fits this algorithm
   * @param data what was signed
   * @param signature as RFC 9421 has it
   * @param provider who verifies, which may take a tenth of the time that another needs; null for
   *     the first one that takes the key
   * @return false for every signature that is not one of that data by that key
   * @throws IllegalArgumentException when the key does not fit
   */
  public boolean verify(PublicKey key, byte[] data, byte[] signature, @Nullable Provider provider) {
    requireFit(key);
    if (signature.length != signatureBytes(key)) {
      return false;
    }
    try {
      Signature verifier =
          provider == null
              ? Signature.getInstance(jcaName)
              : Signature.getInstance(jcaName, provider);
      verifier.initVerify(key);
      setParameters(verifier);
      verifier.update(data);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("No provider verifies with this key by " + jcaName, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("There is no " + jcaName + " to verify with", e);
    }
  }

  /**
   * After the key: before it, the first provider of that name would be taken, not the one that can
   * use the key.
   */
  private void setParameters(Signature signature) throws GeneralSecurityException {
    if (this == RSA_PSS_SHA512) {
      signature.setParameter(PSS);
    }
  }

  private int signatureBytes(PublicKey key) {
    return key instanceof RSAKey rsa
        ? (rsa.getModulus().bitLength() + Byte.SIZE - 1) / Byte.SIZE
        : CURVE_SIGNATURE_BYTES;
  }
}
