/**
 * The public KEKs that values are sealed for: a JWK set, signed by a seal key in the HSM as a JWS
 * in compact form, with a version and an expiry.
 *
 * <p>Whoever pins the public seal key can take the set from anywhere. The format is in {@code
 * docs/formats/kek-set.md}.
 */
@NullMarked
package dev.kekkai.formats.kekset;

import org.jspecify.annotations.NullMarked;
