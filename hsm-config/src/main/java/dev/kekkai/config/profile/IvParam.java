package dev.kekkai.config.profile;

/** The parameter of the AES key wrap mechanisms. */
public enum IvParam {
  /** No parameter: the module uses the default IV of the RFC. */
  NULL,
  /** The RFC's default IV spelled out: 8 bytes for RFC 3394, 4 for RFC 5649. */
  DEFAULT
}
