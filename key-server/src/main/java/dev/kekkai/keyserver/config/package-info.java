/** What an operator can say about a key server: {@code key-server.yaml}. */
@NullMarked
package dev.kekkai.keyserver.config;

import org.jspecify.annotations.NullMarked;
