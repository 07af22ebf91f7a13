/** Events for the JDK's Flight Recorder; nothing else knows of it. */
@NullMarked
package dev.kekkai.provider.event;

import org.jspecify.annotations.NullMarked;
