package dev.kekkai.jpa;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.hibernate.annotations.Type;

/**
 * An attribute of an entity that is stored as a field token: encrypted under a DEK of the keyring,
 * and bound to its table, column and row. The attribute's type is {@link EncryptedValue}, its
 * column one of text.
 *
 * <p>The context of the token is table, column, the tenant where the session has one, and the id of
 * the row as text. Whoever moves a token to another place makes it unreadable.
 *
 * <p>The id has to be known before the row is inserted: assigned, a UUID or from a sequence. Ids
 * that the database makes on insert ({@code IDENTITY}) are refused when the session factory is
 * built, and so is what can't be kept secret or can't be read again; {@code docs/columns.md} has
 * the list.
 *
 * <p>{@link KekkaiIntegrator} says how Hibernate gets the keyring.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
@Type(EncryptedValueType.class)
public @interface Encrypted {

  /**
   * The DEK that encrypts.
   *
   * @return its name in the DEK store; it has to exist, see {@link
   *     dev.kekkai.dekstore.Keyring#ensure}
   */
  String dek();

  /**
   * The table in the context, when it is to be another than the mapped one. So a table that gets a
   * new name keeps its values.
   *
   * @return a name, taken as it is; empty for the mapped one, in lower case unless it is quoted
   */
  String table() default "";

  /**
   * The column in the context, when it is to be another than the mapped one.
   *
   * @return a name, taken as it is; empty for the mapped one, in lower case unless it is quoted
   */
  String column() default "";
}
