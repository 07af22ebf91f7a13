/**
 * The life cycle of DEKs: made, wrapped and kept in a store, opened through the token, rewrapped
 * when their KEK is rotated.
 */
@NullMarked
package dev.kekkai.dekstore;

import org.jspecify.annotations.NullMarked;
