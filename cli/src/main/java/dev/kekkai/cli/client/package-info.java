/** Commands of an application server: sealing offline, opening through the key server. */
@NullMarked
package dev.kekkai.cli.client;

import org.jspecify.annotations.NullMarked;
