/** Who may what. */
@NullMarked
package dev.kekkai.keyserver.registry;

import org.jspecify.annotations.NullMarked;
