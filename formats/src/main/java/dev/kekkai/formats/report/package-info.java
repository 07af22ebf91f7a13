/** Reports that somebody can file: JSON, signed by a seal key (JWS). */
@NullMarked
package dev.kekkai.formats.report;

import org.jspecify.annotations.NullMarked;
