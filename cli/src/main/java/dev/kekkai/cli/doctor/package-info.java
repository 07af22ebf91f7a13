/**
 * What {@code kekkai doctor} tells: whether a module can be loaded, and what it can do for Kekkai.
 */
@NullMarked
package dev.kekkai.cli.doctor;

import org.jspecify.annotations.NullMarked;
