/** Naming a token: RFC 7512 URIs and plain labels. */
@NullMarked
package dev.kekkai.config.token;

import org.jspecify.annotations.NullMarked;
