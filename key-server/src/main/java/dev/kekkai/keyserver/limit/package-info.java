/** What a client may use up: nonces once, quotas. */
@NullMarked
package dev.kekkai.keyserver.limit;

import org.jspecify.annotations.NullMarked;
