/** Commands for whoever runs the key server: serving, its clients, its audit log. */
@NullMarked
package dev.kekkai.cli.keyserver;

import org.jspecify.annotations.NullMarked;
