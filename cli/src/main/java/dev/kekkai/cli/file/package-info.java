/** Files: encrypted to streams, decrypted, and their headers rewrapped. */
@NullMarked
package dev.kekkai.cli.file;

import org.jspecify.annotations.NullMarked;
