package dev.kekkai.keyserver.audit.format;

/**
 * A seal with its signature.
 *
 * @param seal what is signed
 * @param signature ECDSA in DER (RFC 3279), over {@link Seal#toBeSigned}
 */
public record SignedSeal(Seal seal, Bytes signature) {}
