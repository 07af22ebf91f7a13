/** How far a long command is, on standard error: a bar on a terminal, plain lines otherwise. */
@NullMarked
package dev.kekkai.cli.progress;

import org.jspecify.annotations.NullMarked;
