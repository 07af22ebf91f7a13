/** Tells another system something by a signed HTTP request. */
@NullMarked
package dev.kekkai.keyserver.webhook;

import org.jspecify.annotations.NullMarked;
