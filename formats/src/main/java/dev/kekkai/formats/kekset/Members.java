package dev.kekkai.formats.kekset;

import java.util.List;
import java.util.Map;

/** The members of a JSON object, by the type they have to have. */
final class Members {
  private final Map<?, ?> values;
  private final String owner;

  /**
   * Over one object.
   *
   * @param owner what it is, at the beginning of a sentence
   */
  Members(Map<?, ?> values, String owner) {
    this.values = values;
    this.owner = owner;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  String text(String name) throws KekSetException {
    if (values.get(name) instanceof String text) {
      return text;
    }
    throw missing(name, "string");
  }

  long number(String name) throws KekSetException {
    if (values.get(name) instanceof Long number) {
      return number;
    }
    throw missing(name, "whole number");
  }

  List<?> list(String name) throws KekSetException {
    if (values.get(name) instanceof List<?> list) {
      return list;
    }
    throw missing(name, "array");
  }

  Map<?, ?> object(String name) throws KekSetException {
    if (values.get(name) instanceof Map<?, ?> object) {
      return object;
    }
    throw missing(name, "object");
  }

  private KekSetException missing(String name, String type) {
    return new KekSetException(owner + " has no " + name + " that is a JSON " + type);
  }
}
