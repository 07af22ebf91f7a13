/**
 * The stream: a file of any size under a data-encryption key (DEK) of its own, which its header
 * carries wrapped under a KEK.
 *
 * <p>{@link dev.kekkai.formats.stream.StreamEncryptor} writes one and {@link
 * dev.kekkai.formats.stream.StreamDecryptor} reads it, segment by segment in constant memory.
 * {@link dev.kekkai.formats.stream.StreamHeader} says, without any key, which KEK it needs. {@link
 * dev.kekkai.formats.stream.StreamRewrapper} puts the same DEK under another KEK into the header of
 * a file and touches nothing else.
 *
 * <p>The byte layout, its bounds and its test vectors are in {@code docs/formats/stream.md}.
 */
@NullMarked
package dev.kekkai.formats.stream;

import org.jspecify.annotations.NullMarked;
