/** What keeps threads, and processes at a file, out of each other's way. */
@NullMarked
package dev.kekkai.provider.concurrent;

import org.jspecify.annotations.NullMarked;
