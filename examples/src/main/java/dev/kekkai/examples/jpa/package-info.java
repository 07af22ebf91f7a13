/** An encrypted column with JPA and Hibernate. */
@NullMarked
package dev.kekkai.examples.jpa;

import org.jspecify.annotations.NullMarked;
