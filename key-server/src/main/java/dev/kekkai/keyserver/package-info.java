/** The remote decryption service: only it has the private KEK, and it answers signed requests. */
@NullMarked
package dev.kekkai.keyserver;

import org.jspecify.annotations.NullMarked;
