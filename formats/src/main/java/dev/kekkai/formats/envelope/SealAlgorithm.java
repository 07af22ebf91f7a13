package dev.kekkai.formats.envelope;

import java.util.Optional;

/** How an envelope's DEK is encrypted for a public KEK (RFC 7518, section 4). */
public enum SealAlgorithm {
  /** RSAES-OAEP with SHA-256, also in MGF1 (RFC 7518, section 4.3). */
  RSA_OAEP_256("RSA-OAEP-256"),

  /** Ephemeral-static ECDH, then AES key wrap with 256 bits (RFC 7518, section 4.6). */
  ECDH_ES_A256KW("ECDH-ES+A256KW");

  private final String jose;

  SealAlgorithm(String jose) {
    this.jose = jose;
  }

  /**
   * The name in the header's {@code alg}.
   *
   * @return as registered with IANA
   */
  public String jose() {
    return jose;
  }

  /**
   * The algorithm of a name.
   *
   * @param name as in the header's {@code alg}, case and all
   * @return empty for every other name
   */
  static Optional<SealAlgorithm> named(String name) {
    for (SealAlgorithm each : values()) {
      if (each.jose.equals(name)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
