/**
 * Finding out how a token behaves, with session objects that vanish again: one class for each thing
 * that is tried.
 */
@NullMarked
package dev.kekkai.cli.probe;

import org.jspecify.annotations.NullMarked;
