/** Messages to a syslog server, RFC 5424. */
@NullMarked
package dev.kekkai.keyserver.syslog;

import org.jspecify.annotations.NullMarked;
