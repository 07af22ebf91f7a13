/** The audit of keys as people and programs read it. */
@NullMarked
package dev.kekkai.cli.audit;

import org.jspecify.annotations.NullMarked;
