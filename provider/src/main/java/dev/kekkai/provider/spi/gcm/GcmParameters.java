package dev.kekkai.provider.spi.gcm;

import dev.kekkai.config.CallerIv;
import dev.kekkai.provider.bulk.BulkKey;
import dev.kekkai.provider.bulk.IvRule;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Locale;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/** The parameters taken: an IV of 12 bytes, a tag of 128 bits, and no others. */
final class GcmParameters {
  private static final int TAG_BITS = BulkKey.TAG_BYTES * Byte.SIZE;

  private GcmParameters() {}

  /** The IV in a caller's parameters, of 12 bytes; a copy. */
  static byte[] iv(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
    return iv(spec, IvRule.CALLER);
  }

  /** The IV in a caller's parameters, of a length that the rule takes; a copy. */
  static byte[] iv(AlgorithmParameterSpec spec, IvRule rule)
      throws InvalidAlgorithmParameterException {
    if (!(spec instanceof GCMParameterSpec gcm)) {
      throw new InvalidAlgorithmParameterException(
          String.format(
              Locale.ROOT,
              "AES-GCM takes a GCMParameterSpec, not a %s",
              spec.getClass().getSimpleName()));
    }
    if (gcm.getTLen() != TAG_BITS) {
      throw new InvalidAlgorithmParameterException(
          String.format(
              Locale.ROOT,
              "The tag has %d bits here, not %d; use new GCMParameterSpec(%d, iv)",
              TAG_BITS,
              gcm.getTLen(),
              TAG_BITS));
    }
    byte[] iv = gcm.getIV();
    if (!rule.takes(iv.length)) {
      throw new InvalidAlgorithmParameterException(
          String.format(Locale.ROOT, "The IV has %d bytes here, not %d", rule.bytes(), iv.length));
    }
    return iv;
  }

  /** Refuses a caller's IV for encryption where the configuration says so. */
  static void checkCallerIv(CallerIv rule) throws InvalidAlgorithmParameterException {
    if (rule == CallerIv.REFUSE) {
      throw new InvalidAlgorithmParameterException(
          "callerIv = refuse: an IV for encryption is made here; call init without parameters, then"
              + " getIV()");
    }
  }

  /** Refuses a caller's IV for a key whose module makes its own. */
  static void refuseCallerIv(@Nullable AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    if (spec != null) {
      throw new InvalidAlgorithmParameterException(
          "This HSM makes the IV of each encryption itself and takes no other (gcm.ivSource = hsm):"
              + " call init without parameters, and getIV() after doFinal");
    }
  }

  static AlgorithmParameterSpec spec(AlgorithmParameters params)
      throws InvalidAlgorithmParameterException {
    try {
      return params.getParameterSpec(GCMParameterSpec.class);
    } catch (InvalidParameterSpecException e) {
      throw new InvalidAlgorithmParameterException(
          "AES-GCM takes parameters of the type GCM, not " + params.getAlgorithm(), e);
    }
  }

  static AlgorithmParameters parameters(byte[] iv) {
    try {
      AlgorithmParameters params = AlgorithmParameters.getInstance("GCM", "SunJCE");
      params.init(new GCMParameterSpec(TAG_BITS, iv));
      return params;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("This JDK has no GCM parameters in SunJCE", e);
    }
  }
}
