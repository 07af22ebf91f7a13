/** What is wrong with a setting, said so that a person can put it right. */
@NullMarked
package dev.kekkai.config.problem;

import org.jspecify.annotations.NullMarked;
