/**
 * How bytes, JSON and curve points stand in text, and how a seal key signs; for the other packages
 * of this module only.
 */
@NullMarked
package dev.kekkai.formats.encoding;

import org.jspecify.annotations.NullMarked;
