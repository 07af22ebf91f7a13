/** The KEKs of the token: opening, sealing anew, and telling the world their public halves. */
@NullMarked
package dev.kekkai.keyserver.keks;

import org.jspecify.annotations.NullMarked;
