/** {@code kekkai demo}: the vault inside an application, told step by step and checked. */
@NullMarked
package dev.kekkai.cli.demo;

import org.jspecify.annotations.NullMarked;
