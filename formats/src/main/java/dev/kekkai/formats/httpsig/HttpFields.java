package dev.kekkai.formats.httpsig;

import java.util.List;

/** The header fields of a message, however an HTTP library keeps them. */
@FunctionalInterface
public interface HttpFields {
  /**
   * The values of one field, one for each line of the message, in the order in which they came.
   *
   * @param lowerCaseName the field's name in lower case
   * @return empty when the message has no such field
   */
  List<String> values(String lowerCaseName);
}
