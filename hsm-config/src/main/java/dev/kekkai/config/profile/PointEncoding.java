package dev.kekkai.config.profile;

/** How the other side's point is given to CKM_ECDH1_DERIVE. */
public enum PointEncoding {
  /** The uncompressed point, 04 X Y. */
  RAW,
  /** That inside a DER OCTET STRING. */
  DER
}
