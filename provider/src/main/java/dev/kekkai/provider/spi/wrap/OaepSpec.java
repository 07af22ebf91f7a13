package dev.kekkai.provider.spi.wrap;

import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.keys.WrapMechanisms;
import dev.kekkai.provider.keys.WrapMethod;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.MGF1ParameterSpec;
import java.util.Locale;
import java.util.Map;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;

/**
 * OAEP's parameters, read (RFC 8017, section 7.1).
 *
 * @param digest standard name of the digest
 * @param mgfDigest standard name of MGF1's digest
 * @param label OAEP's label, mostly empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record OaepSpec(String digest, String mgfDigest, byte[] label) {
  private static final Map<String, WrapMethod> METHODS =
      Map.of(
          "SHA-1", WrapMethod.RSA_OAEP_SHA1,
          "SHA-256", WrapMethod.RSA_OAEP_SHA256,
          "SHA-384", WrapMethod.RSA_OAEP_SHA384,
          "SHA-512", WrapMethod.RSA_OAEP_SHA512);

  /** What SunJCE takes when nobody passes a spec: MGF1 with SHA-1 whatever the digest is. */
  static OaepSpec defaultOf(String digest) {
    return new OaepSpec(digest, "SHA-1", new byte[0]);
  }

  static OaepSpec of(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
    if (!(spec instanceof OAEPParameterSpec oaep)) {
      throw new InvalidAlgorithmParameterException(
          "RSA-OAEP takes an OAEPParameterSpec, not a " + spec.getClass().getSimpleName());
    }
    if (!(oaep.getMGFParameters() instanceof MGF1ParameterSpec mgf1)) {
      throw new InvalidAlgorithmParameterException(
          "OAEP's mask generation function is MGF1, with an MGF1ParameterSpec");
    }
    if (!(oaep.getPSource() instanceof PSource.PSpecified label)) {
      throw new InvalidAlgorithmParameterException("OAEP's label is a PSource.PSpecified");
    }
    return new OaepSpec(
        standardName(oaep.getDigestAlgorithm()),
        standardName(mgf1.getDigestAlgorithm()),
        label.getValue());
  }

  static @Nullable AlgorithmParameterSpec specOf(@Nullable AlgorithmParameters params)
      throws InvalidAlgorithmParameterException {
    try {
      return params == null ? null : params.getParameterSpec(OAEPParameterSpec.class);
    } catch (InvalidParameterSpecException e) {
      throw new InvalidAlgorithmParameterException(
          "RSA-OAEP takes parameters of the type OAEP, not " + params.getAlgorithm(), e);
    }
  }

  /** Both spellings are in use: SHA1 and SHA-1, SHA256 and SHA-256. */
  private static String standardName(String digest) {
    String upper = digest.toUpperCase(Locale.ROOT);
    return upper.matches("SHA\\d+") ? "SHA-" + upper.substring(3) : upper;
  }

  boolean hasLabel() {
    return label.length > 0;
  }

  /** Throws when the module can't do it; says which spec to pass instead. */
  Mechanism mechanism(WrapMechanisms mechanisms) throws InvalidAlgorithmParameterException {
    try {
      return mechanisms.oaep(digest, mgfDigest, label);
    } catch (TokenException e) {
      throw new InvalidAlgorithmParameterException(e.getMessage(), e);
    }
  }

  /** The method of a blob made so, label aside; only after {@link #mechanism} has agreed. */
  WrapMethod method() {
    WrapMethod method = METHODS.get(digest);
    if (method == null || !digest.equals(mgfDigest)) {
      throw new IllegalStateException("OAEP with " + digest + " and MGF1 with " + mgfDigest);
    }
    return method;
  }
}
