/**
 * Signed requests: HTTP Message Signatures (RFC 9421) with Content-Digest (RFC 9530).
 *
 * <p>{@link dev.kekkai.formats.httpsig.RequestSigner} signs. The other side reads with {@link
 * dev.kekkai.formats.httpsig.RequestSignature}, asks {@link
 * dev.kekkai.formats.httpsig.SignaturePolicy} whether the signature covers enough and is fresh,
 * looks the key up by its id, verifies, and compares the body with {@link
 * dev.kekkai.formats.httpsig.ContentDigest}. That a nonce is used once is for the caller to see to.
 *
 * <p>What is covered, the limits and a worked example are in {@code
 * docs/formats/signed-request.md}.
 */
@NullMarked
package dev.kekkai.formats.httpsig;

import org.jspecify.annotations.NullMarked;
