/** The server's certificate, and which clients get as far as a request: TLS 1.3, both sides. */
@NullMarked
package dev.kekkai.keyserver.tls;

import org.jspecify.annotations.NullMarked;
