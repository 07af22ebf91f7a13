/** The operator's configuration, {@code kekkai.properties}, as immutable records. */
@NullMarked
package dev.kekkai.config;

import org.jspecify.annotations.NullMarked;
