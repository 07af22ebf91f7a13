/** What all services share: the way to the token, checks of keys, and the mapping of errors. */
@NullMarked
package dev.kekkai.provider.spi.support;

import org.jspecify.annotations.NullMarked;
