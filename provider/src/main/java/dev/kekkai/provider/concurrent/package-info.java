/** What keeps threads out of each other's way. */
@NullMarked
package dev.kekkai.provider.concurrent;

import org.jspecify.annotations.NullMarked;
