package dev.kekkai.cli.doctor;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Permits what {@code etc/forbidden-processes.txt} refuses: doctor loads a module in a process of
 * its own first, with nothing but Java's own options on the command line.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@interface StartsProcess {}
