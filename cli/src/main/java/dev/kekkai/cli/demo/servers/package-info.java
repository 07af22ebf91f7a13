/** The demo with two servers: one that seals, and one that alone can open. */
@NullMarked
package dev.kekkai.cli.demo.servers;

import org.jspecify.annotations.NullMarked;
