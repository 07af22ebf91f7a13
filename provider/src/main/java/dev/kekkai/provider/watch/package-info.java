/** Between the code and who watches it: listeners and the JDK's Flight Recorder. */
@NullMarked
package dev.kekkai.provider.watch;

import org.jspecify.annotations.NullMarked;
