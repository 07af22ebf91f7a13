package dev.kekkai.config;

/** Who owns the PKCS#11 module in this process. */
public enum Sharing {
  /** Kekkai alone initialises and finalises the module; only this mode may re-initialise it. */
  EXCLUSIVE,
  /** Others use the module too: no C_Finalize and no second C_Initialize by Kekkai. */
  SHARED
}
