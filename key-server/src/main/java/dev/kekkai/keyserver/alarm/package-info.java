/** What is told to people when a client does what it never did. */
@NullMarked
package dev.kekkai.keyserver.alarm;

import org.jspecify.annotations.NullMarked;
