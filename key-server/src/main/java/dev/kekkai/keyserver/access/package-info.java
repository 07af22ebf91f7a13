/** Who asks, whether they may, and what becomes of each item: everything but HTTP and the HSM. */
@NullMarked
package dev.kekkai.keyserver.access;

import org.jspecify.annotations.NullMarked;
