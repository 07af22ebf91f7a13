/** What Kekkai registers with JCA: the table of services and how they are made. */
@NullMarked
package dev.kekkai.provider.spi;

import org.jspecify.annotations.NullMarked;
