/**
 * Help for tests on real tokens: the tokens themselves, the base of the contract suite, published
 * test vectors, and the list of what ran on which module.
 */
@NullMarked
package dev.kekkai.testkit;

import org.jspecify.annotations.NullMarked;
