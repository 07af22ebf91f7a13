/** Work that is done now and then, beside the requests. */
@NullMarked
package dev.kekkai.keyserver.chore;

import org.jspecify.annotations.NullMarked;
