/** The {@code kekkai} command: one class for each subcommand. */
@NullMarked
package dev.kekkai.cli;

import org.jspecify.annotations.NullMarked;
