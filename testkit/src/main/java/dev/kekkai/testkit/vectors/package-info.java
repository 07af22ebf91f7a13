/** Published known answers. Each record says where it comes from. */
@NullMarked
package dev.kekkai.testkit.vectors;

import org.jspecify.annotations.NullMarked;
