package dev.kekkai.cryptoki;

import org.jspecify.annotations.Nullable;

/**
 * A mechanism with typed parameters (CK_MECHANISM, PKCS #11 v3.1, section 3.6 and the mechanism's
 * own section). Byte arrays are used as given and must not change while the mechanism is in use.
 */
@SuppressWarnings("ArrayRecordComponent") // arguments of one native call, never compared
public sealed interface Mechanism {

  /**
   * The mechanism's number.
   *
   * @return a CKM_ number, possibly a vendor's
   */
  long type();

  /**
   * A mechanism without parameters.
   *
   * @param type CKM_ number
   */
  record Plain(long type) implements Mechanism {}

  /**
   * AES key wrap (section 6.13.6): with the default initial value of RFC 3394 or RFC 5649.
   *
   * @param type CKM_ number
   * @param iv the initial value to send, or null to let the module use its default
   */
  record KeyWrap(long type, byte @Nullable [] iv) implements Mechanism {}

  /**
   * AES-GCM with the caller's IV (section 6.13.2, CK_GCM_PARAMS).
   *
   * @param type CKM_ number
   * @param iv 12 bytes as Kekkai uses it; never empty (SoftHSM2 then encrypts under zeros)
   * @param ivBits ulIvBits
   * @param aad additional authenticated data, may be empty
   * @param tagBits length of the tag in bits
   */
  record Gcm(long type, byte[] iv, int ivBits, byte[] aad, int tagBits) implements Mechanism {
    /**
     * Refuses an empty IV.
     *
     * @param type CKM_ number
     * @param iv 12 bytes as Kekkai uses it
     * @param ivBits ulIvBits
     * @param aad additional authenticated data
     * @param tagBits length of the tag in bits
     */
    public Gcm {
      if (iv.length == 0) {
        throw new IllegalArgumentException("GCM needs an IV of at least one byte");
      }
    }

    /**
     * With the IV's true length in bits.
     *
     * @param type CKM_ number
     * @param iv 12 bytes as Kekkai uses it
     * @param aad additional authenticated data
     * @param tagBits length of the tag in bits
     */
    public Gcm(long type, byte[] iv, byte[] aad, int tagBits) {
      this(type, iv, iv.length * Byte.SIZE, aad, tagBits);
    }
  }

  /**
   * AES-GCM with an IV that the module makes (CK_GCM_PARAMS), for modules that do and for no
   * others: one that takes the caller's would encrypt under zeros.
   *
   * @param type CKM_ number
   * @param iv where the module writes its IV: as many zeros as it writes bytes, which are the IV
   *     once C_Encrypt or C_EncryptFinal has returned. Empty for a null pIv, where the module puts
   *     the IV before or after the ciphertext
   * @param ivBits ulIvBits
   * @param aad additional authenticated data, may be empty
   * @param tagBits length of the tag in bits
   */
  record GcmHsmIv(long type, byte[] iv, int ivBits, byte[] aad, int tagBits) implements Mechanism {}

  /**
   * RSA-OAEP (section 6.1.8, CK_RSA_PKCS_OAEP_PARAMS).
   *
   * @param type CKM_ number
   * @param hash CKM_ number of the hash
   * @param mgf CKG_ number of the mask generation function
   * @param label OAEP's label (source data), may be empty
   */
  record RsaOaep(long type, long hash, long mgf, byte[] label) implements Mechanism {}

  /**
   * ECDH without a key derivation function (section 6.3.18, CK_ECDH1_DERIVE_PARAMS, CKD_NULL).
   *
   * @param type CKM_ number
   * @param publicPoint the other side's point in the encoding the module takes
   */
  record Ecdh1(long type, byte[] publicPoint) implements Mechanism {}
}
