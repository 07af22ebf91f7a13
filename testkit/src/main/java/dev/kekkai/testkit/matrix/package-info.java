/**
 * Which test ran on which module and JDK, with what outcome; and the check that nothing was left
 * out unseen.
 */
@NullMarked
package dev.kekkai.testkit.matrix;

import org.jspecify.annotations.NullMarked;
