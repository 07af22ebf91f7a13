package dev.kekkai.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * On a contract that is not about modules any more, because the class it extends has shown them all
 * the same: it runs on the first token only, and not where only contracts run.
 */
@Documented
@Tag("one-token")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OneToken {}
