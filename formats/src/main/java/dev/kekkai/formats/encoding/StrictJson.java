package dev.kekkai.formats.encoding;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON that two readers can't understand in two ways: UTF-8 without a byte order mark (RFC
 * 8259, section 8.1), no name twice in an object, nothing after the object, no nulls, no numbers
 * but integers. Thread-safe.
 */
public final class StrictJson {
  private static final int MAX_DEPTH = 4;
  private static final int LONGEST_NUMBER = 19;

  /** The most bytes that any format has in one piece of JSON. */
  private static final int MAX_BYTES = 1024 * 1024;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxNameLength(1024)
                  .maxStringLength(MAX_BYTES)
                  .maxDocumentLength(MAX_BYTES)
                  .build())
          .build();

  private StrictJson() {}

  /**
   * Reads one object.
   *
   * @param utf8 the text, whose length the caller has bounded
   * @param failure makes the exception of the format, from a message without any of the text
   * @param <X> the exception of the format
   * @return unmodifiable; the values are String, Long, Boolean, List and Map
   * @throws X when it is anything else
   */
  public static <X extends Exception> Map<String, Object> object(
      byte[] utf8, Function<String, X> failure) throws X {
    try {
      return object(text(utf8));
    } catch (NotStrictException e) {
      throw failure.apply(e.getMessage());
    } catch (JacksonException e) {
      throw failure.apply("Not JSON (RFC 8259), or nested too deep");
    }
  }

  private static String text(byte[] utf8) throws NotStrictException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      if (text.startsWith("\uFEFF")) {
        throw new NotStrictException("The JSON begins with a byte order mark; leave it out");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new NotStrictException("The JSON is not UTF-8");
    }
  }

  private static Map<String, Object> object(String text) throws NotStrictException {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new NotStrictException("Not a JSON object");
      }
      Map<String, Object> object = members(parser);
      if (parser.nextToken() != null) {
        throw new NotStrictException("There is something after the JSON object");
      }
      return object;
    }
  }

  private static Map<String, Object> members(JsonParser parser) throws NotStrictException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (members.put(name, value(parser)) != null) {
        throw new NotStrictException("A name stands twice in one JSON object");
      }
    }
    return Collections.unmodifiableMap(members);
  }

  private static List<Object> elements(JsonParser parser) throws NotStrictException {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return Collections.unmodifiableList(elements);
  }

  private static Object value(JsonParser parser) throws NotStrictException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> elements(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default ->
          throw new NotStrictException("The JSON holds a null, or a number that is no integer");
    };
  }

  private static final class NotStrictException extends Exception {
    private static final long serialVersionUID = 1L;

    NotStrictException(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
