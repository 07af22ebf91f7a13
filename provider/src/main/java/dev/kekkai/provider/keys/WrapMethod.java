package dev.kekkai.provider.keys;

import java.util.Arrays;
import java.util.Locale;

/**
 * How a DEK is wrapped, by meaning. The id is what is stored; PKCS#11 numbers are not, because
 * vendors disagree on what one of them means.
 */
public enum WrapMethod {
  /** AES key wrap without padding, RFC 3394. */
  RFC3394("rfc3394"),
  /** AES key wrap with padding, RFC 5649. */
  RFC5649("rfc5649"),
  /** RSA-OAEP with SHA-1 and MGF1 with SHA-1, RFC 8017. */
  RSA_OAEP_SHA1("rsa-oaep-sha1-mgf1sha1"),
  /** RSA-OAEP with SHA-256 and MGF1 with SHA-256, RFC 8017. */
  RSA_OAEP_SHA256("rsa-oaep-sha256-mgf1sha256"),
  /** RSA-OAEP with SHA-384 and MGF1 with SHA-384, RFC 8017. */
  RSA_OAEP_SHA384("rsa-oaep-sha384-mgf1sha384"),
  /** RSA-OAEP with SHA-512 and MGF1 with SHA-512, RFC 8017. */
  RSA_OAEP_SHA512("rsa-oaep-sha512-mgf1sha512");

  private final String id;

  WrapMethod(String id) {
    this.id = id;
  }

  /**
   * The name fixed for storage.
   *
   * @return such as {@code rfc3394}
   */
  public String id() {
    return id;
  }

  /**
   * Reads a stored name.
   *
   * @param id such as {@code rfc3394}
   * @return the method
   * @throws IllegalArgumentException if there is none of that name
   */
  public static WrapMethod ofId(String id) {
    return Arrays.stream(values())
        .filter(m -> m.id.equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "There is no wrap method '%s'; there are %s",
                        id,
                        Arrays.stream(values()).map(WrapMethod::id).toList())));
  }
}
