/**
 * Every key on a token against the rules that keep keys what they are, whoever made it. Reads, and
 * changes nothing.
 */
@NullMarked
package dev.kekkai.provider.audit;

import org.jspecify.annotations.NullMarked;
