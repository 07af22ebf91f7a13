package dev.kekkai.cli.demo.servers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Permits what {@code etc/forbidden-processes.txt} refuses: the demo starts the servers it tells
 * of, with nothing secret on their command lines.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface StartsProcess {}
