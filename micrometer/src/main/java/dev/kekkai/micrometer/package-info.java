/** What a provider does, as Micrometer's meters. */
@NullMarked
package dev.kekkai.micrometer;

import org.jspecify.annotations.NullMarked;
