/**
 * The sealed envelope: one value under a data-encryption key (DEK) of its own, which is encrypted
 * for a public KEK; a JWE in compact form (RFC 7516).
 *
 * <p>{@link dev.kekkai.formats.envelope.EnvelopeSealer} needs the public KEK only and no network;
 * {@link dev.kekkai.formats.envelope.EnvelopeOpener} needs the private one, which may be in an HSM.
 * {@link dev.kekkai.formats.envelope.SealedEnvelope} reads what stands in clear.
 *
 * <p>Sealing proves nothing about the sender: whoever has the public KEK can put an envelope of his
 * own in another's place. The format is in {@code docs/formats/sealed-envelope.md}.
 */
@NullMarked
package dev.kekkai.formats.envelope;

import org.jspecify.annotations.NullMarked;
