/**
 * Key handles: KEKs that never leave the token, DEKs that are a wrapped blob with a cache of it in
 * the token or in memory, and the rules that keep a KEK a KEK.
 */
@NullMarked
package dev.kekkai.provider.keys;

import org.jspecify.annotations.NullMarked;
