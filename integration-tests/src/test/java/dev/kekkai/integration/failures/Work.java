package dev.kekkai.integration.failures;

/** What an application does, by JCA, and whether the result is right. */
enum Work {
  CONNECT("connecting", Bench::connect),
  RECOVER("connecting anew after somebody finalised the module", Bench::encryptAfterFinalize),
  LOOK("looking whether the token is well", Bench::lookAndEncrypt),
  CLOSE("closing the provider", Bench::closeProvider),
  LOOK_UP("getting a key from the key store", Bench::lookUp),
  ENCRYPT("encrypting in the HSM", Bench::encrypt),
  DECRYPT("decrypting in the HSM", Bench::decrypt),
  ENCRYPT_IN_PARTS("encrypting in the HSM in parts", Bench::encryptInParts),
  DECRYPT_IN_PARTS("decrypting in the HSM in parts", Bench::decryptInParts),
  MAKE_DEK("making a DEK", Bench::makeDek),
  WRAP("wrapping a software key", Bench::wrap),
  WRAP_OAEP("wrapping a DEK anew with RSA-OAEP", Bench::wrapOaep),
  UNWRAP_HSM("unwrapping a DEK into the HSM", Bench::unwrapHsm),
  UNWRAP_SOFTWARE("opening a DEK in memory", Bench::unwrapSoftware),
  UNWRAP_OAEP("unwrapping a DEK with RSA-OAEP", Bench::unwrapOaep),
  AGREE("agreeing on a secret by ECDH", Bench::agree),
  SIGN("signing", Bench::sign),
  MAC("computing a MAC", Bench::mac),
  RANDOM("getting random bytes", Bench::random),
  MAKE_KEK("making an AES KEK", Bench::makeKek),
  MAKE_PAIR("making an EC KEK", Bench::makePair);

  private final String doing;
  private final Body body;

  Work(String doing, Body body) {
    this.doing = doing;
    this.body = body;
  }

  String doing() {
    return doing;
  }

  /** False for a wrong result. */
  boolean run(Bench bench) throws Exception {
    return body.run(bench);
  }

  /** What is tried after every fault: each kind of use of each key. */
  static Work[] usual() {
    return new Work[] {
      ENCRYPT,
      DECRYPT,
      ENCRYPT_IN_PARTS,
      DECRYPT_IN_PARTS,
      WRAP,
      WRAP_OAEP,
      UNWRAP_HSM,
      UNWRAP_SOFTWARE,
      UNWRAP_OAEP,
      AGREE,
      SIGN,
      MAC,
      RANDOM,
      LOOK_UP
    };
  }

  private interface Body {
    boolean run(Bench bench) throws Exception;
  }
}
