/** The log that decides: each attempt, chained and sealed, durable before it is answered. */
@NullMarked
package dev.kekkai.keyserver.audit;

import org.jspecify.annotations.NullMarked;
