/** HTTP over TLS: connections, limits and deadlines, JSON, problem details, health and metrics. */
@NullMarked
package dev.kekkai.keyserver.http;

import org.jspecify.annotations.NullMarked;
