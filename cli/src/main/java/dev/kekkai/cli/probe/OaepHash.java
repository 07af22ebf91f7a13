package dev.kekkai.cli.probe;

import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import java.security.spec.MGF1ParameterSpec;
import java.util.List;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * A digest of RSA-OAEP, MGF1 with the same one (PKCS #11 v3.1, section 6.1.7).
 *
 * @param name its standard name
 * @param number its CKM number
 * @param mgf MGF1's CKG number
 */
record OaepHash(String name, long number, long mgf) {
  static final byte[] NO_LABEL = {};

  /** The best first. */
  static final List<OaepHash> ALL =
      List.of(
          new OaepHash("SHA-256", Ckm.SHA256, 2),
          new OaepHash("SHA-384", Ckm.SHA384, 3),
          new OaepHash("SHA-512", Ckm.SHA512, 4),
          new OaepHash("SHA-1", Ckm.SHA_1, 1));

  Mechanism mechanism() {
    return mechanism(NO_LABEL);
  }

  Mechanism mechanism(byte[] label) {
    return new Mechanism.RsaOaep(Ckm.RSA_PKCS_OAEP, number, mgf, label);
  }

  OAEPParameterSpec spec(byte[] label) {
    return new OAEPParameterSpec(
        name, "MGF1", new MGF1ParameterSpec(name), new PSource.PSpecified(label));
  }
}
