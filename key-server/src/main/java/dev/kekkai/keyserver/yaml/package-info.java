/** Reads documents that people write: strictly, and with all problems reported at once. */
@NullMarked
package dev.kekkai.keyserver.yaml;

import org.jspecify.annotations.NullMarked;
