/**
 * Encrypted attributes of JPA entities.
 *
 * <p>With Hibernate ORM 7, {@link dev.kekkai.jpa.Encrypted} binds a value to its table, column and
 * row. An {@link dev.kekkai.jpa.EncryptedTextConverter} works with any JPA provider, and binds it
 * to table and column only. {@code docs/columns.md} compares the two.
 */
@NullMarked
package dev.kekkai.jpa;

import org.jspecify.annotations.NullMarked;
