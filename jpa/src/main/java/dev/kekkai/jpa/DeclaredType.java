package dev.kekkai.jpa;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;

/** The Java type of an annotated attribute, which Hibernate doesn't compare with its own. */
final class DeclaredType {
  private DeclaredType() {}

  static Optional<Class<?>> of(Class<?> entity, String attribute) {
    for (Class<?> declaring = entity; declaring != null; declaring = declaring.getSuperclass()) {
      for (Field field : declaring.getDeclaredFields()) {
        if (field.isAnnotationPresent(Encrypted.class) && field.getName().equals(attribute)) {
          return Optional.of(field.getType());
        }
      }
      for (Method getter : declaring.getDeclaredMethods()) {
        if (getter.isAnnotationPresent(Encrypted.class)
            && getter.getName().equalsIgnoreCase("get" + attribute)) {
          return Optional.of(getter.getReturnType());
        }
      }
    }
    return Optional.empty();
  }
}
