package dev.kekkai.cryptoki.iaik;

import dev.kekkai.cryptoki.Mechanism;
import iaik.pkcs.pkcs11.wrapper.CK_ECDH1_DERIVE_PARAMS;
import iaik.pkcs.pkcs11.wrapper.CK_GCM_PARAMS;
import iaik.pkcs.pkcs11.wrapper.CK_MECHANISM;
import iaik.pkcs.pkcs11.wrapper.CK_RSA_PKCS_OAEP_PARAMS;

/** Mechanisms as IAIK's natives want them. */
final class IaikMechanisms {
  private static final long CKZ_DATA_SPECIFIED = 1;
  private static final long CKD_NULL = 1;

  private IaikMechanisms() {}

  static CK_MECHANISM encode(Mechanism mechanism) {
    CK_MECHANISM encoded = new CK_MECHANISM();
    encoded.mechanism = mechanism.type();
    if (mechanism instanceof Mechanism.KeyWrap wrap) {
      encoded.pParameter = wrap.iv();
    } else if (mechanism instanceof Mechanism.Gcm gcm) {
      encoded.pParameter = gcm(gcm);
    } else if (mechanism instanceof Mechanism.GcmHsmIv gcm) {
      encoded.pParameter = gcm(gcm);
    } else if (mechanism instanceof Mechanism.RsaOaep oaep) {
      encoded.pParameter = oaep(oaep);
    } else if (mechanism instanceof Mechanism.Ecdh1 ecdh) {
      encoded.pParameter = ecdh(ecdh);
    }
    return encoded;
  }

  /**
   * The natives set ulIvBits themselves, and free the parameters before C_EncryptInit returns: a
   * module that writes an IV into them later would write into memory that is somebody else's.
   */
  static boolean isTaken(Mechanism mechanism) {
    if (mechanism instanceof Mechanism.Gcm gcm) {
      return gcm.ivBits() == gcm.iv().length * Byte.SIZE;
    }
    return !(mechanism instanceof Mechanism.GcmHsmIv gcm)
        || (gcm.iv().length == 0 && gcm.ivBits() == 0);
  }

  /** Without pIv, which is null then. */
  private static CK_GCM_PARAMS gcm(Mechanism.GcmHsmIv gcm) {
    CK_GCM_PARAMS params = new CK_GCM_PARAMS();
    params.pAAD = gcm.aad();
    params.ulTagBits = gcm.tagBits();
    return params;
  }

  private static CK_GCM_PARAMS gcm(Mechanism.Gcm gcm) {
    CK_GCM_PARAMS params = new CK_GCM_PARAMS();
    params.pIv = gcm.iv();
    params.pAAD = gcm.aad();
    params.ulTagBits = gcm.tagBits();
    return params;
  }

  private static CK_RSA_PKCS_OAEP_PARAMS oaep(Mechanism.RsaOaep oaep) {
    CK_RSA_PKCS_OAEP_PARAMS params = new CK_RSA_PKCS_OAEP_PARAMS();
    params.hashAlg = oaep.hash();
    params.mgf = oaep.mgf();
    params.source = CKZ_DATA_SPECIFIED;
    params.pSourceData = oaep.label().length == 0 ? null : oaep.label();
    return params;
  }

  private static CK_ECDH1_DERIVE_PARAMS ecdh(Mechanism.Ecdh1 ecdh) {
    CK_ECDH1_DERIVE_PARAMS params = new CK_ECDH1_DERIVE_PARAMS();
    params.kdf = CKD_NULL;
    params.pPublicData = ecdh.publicPoint();
    return params;
  }
}
