/**
 * The field token: one database column's value, encrypted under a stored data-encryption key (DEK).
 *
 * <p>{@link dev.kekkai.formats.FieldCipher} encrypts and decrypts; {@link
 * dev.kekkai.formats.EncryptionContext} says where a value belongs, so that a token moved to
 * another row does not decrypt there; {@link dev.kekkai.formats.FieldToken} reads a token's
 * structure without any key, for instance to learn which DEK it needs.
 *
 * <p>{@link dev.kekkai.formats.BlindIndex} is what is stored beside a token so that equal values
 * are found; {@code docs/formats/blind-index.md} has its page.
 *
 * <p>{@link dev.kekkai.formats.EncryptionContext} is that of sealed envelopes and of streams too,
 * which have packages of their own, {@code dev.kekkai.formats.envelope} and {@code
 * dev.kekkai.formats.stream}; so have the set of public KEKs and signed requests.
 *
 * <p>The byte layout, its bounds and its test vectors are in {@code docs/formats/field-token.md}.
 */
@NullMarked
package dev.kekkai.formats;

import org.jspecify.annotations.NullMarked;
