package dev.kekkai.benchmarks.server;

import dev.kekkai.provider.KekSpec;

/** The KEKs that are measured, in the order of the table. */
@SuppressWarnings("ImmutableEnumChecker") // a KekSpec is immutable
enum ServerKek {
  /** The dearest operation of SoftHSM2. */
  EC_P521("ec-p521", "softhsm2", KekSpec.ec("ec-p521", 521), "agree", "EC P-521 in SoftHSM2"),
  /** The cheapest one: what is around it shows most. */
  EC_P256("ec-p256", "softhsm2", KekSpec.ec("ec-p256", 256), "agree", "EC P-256 in SoftHSM2"),
  /** SoftHSM2 has no OAEP with SHA-256. */
  RSA_3072("rsa-3072", "nss", KekSpec.rsa("rsa-3072", 3072), "unwrap-oaep", "RSA-3072 in NSS");

  private final String id;
  private final String token;
  private final KekSpec spec;
  private final String bare;
  private final String title;

  ServerKek(String id, String token, KekSpec spec, String bare, String title) {
    this.id = id;
    this.token = token;
    this.spec = spec;
    this.bare = bare;
    this.title = title;
  }

  /** The KEK's name, and part of row ids. */
  String id() {
    return id;
  }

  String token() {
    return token;
  }

  KekSpec spec() {
    return spec;
  }

  /** Its private-key operation, as the C loop calls it. */
  String bareOperation() {
    return bare;
  }

  String title() {
    return title;
  }
}
