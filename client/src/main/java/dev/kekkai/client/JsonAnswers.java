package dev.kekkai.client;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the bodies of answers. Names it does not know are passed over, so that a newer server may
 * say more. A plaintext is decoded from the body's own bytes and never becomes a String.
 */
final class JsonAnswers {

  private static final int DEEPEST = 8;
  private static final int MAX_NAME_CHARS = 256;
  private static final int MAX_TOKENS = 10_000;
  private static final int MAX_STRING_CHARS = 2 * 1024 * 1024;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNameLength(MAX_NAME_CHARS)
                  .maxNumberLength(MAX_NAME_CHARS)
                  .maxStringLength(MAX_STRING_CHARS)
                  .maxTokenCount(MAX_TOKENS)
                  .build())
          .build();

  private final byte[] body;
  private final JsonParser parser;
  private final List<AnswerFields> read = new ArrayList<>();

  private JsonAnswers(byte[] body, JsonParser parser) {
    this.body = body;
    this.parser = parser;
  }

  /** The answer to one item. */
  static AnswerFields single(byte[] body) throws UnexpectedAnswerException {
    return read(body, JsonAnswers::object).get(0);
  }

  /** The answers to a batch: {@code {"results": [...]}}. */
  static List<AnswerFields> batch(byte[] body) throws UnexpectedAnswerException {
    return read(body, JsonAnswers::results);
  }

  @FunctionalInterface
  private interface Grammar {
    void read(JsonAnswers answer) throws UnexpectedAnswerException;
  }

  private static List<AnswerFields> read(byte[] body, Grammar grammar)
      throws UnexpectedAnswerException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body, 0, body.length)) {
      JsonAnswers answer = new JsonAnswers(body, parser);
      boolean whole = false;
      try {
        parser.nextToken();
        grammar.read(answer);
        answer.require(parser.nextToken() == null, "more than one JSON value");
        whole = true;
        return answer.read;
      } finally {
        if (!whole) {
          answer.read.forEach(AnswerFields::wipe);
        }
      }
    } catch (JacksonException e) {
      throw new UnexpectedAnswerException("malformed JSON"); // its message may hold a plaintext
    }
  }

  private void results() throws UnexpectedAnswerException {
    require(parser.currentToken() == JsonToken.START_OBJECT, "no JSON object");
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean results = parser.currentName().equals("results");
      JsonToken value = parser.nextToken();
      if (results) {
        require(value == JsonToken.START_ARRAY, "results that are no array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          object();
        }
      } else {
        parser.skipChildren();
      }
    }
  }

  private void object() throws UnexpectedAnswerException {
    require(parser.currentToken() == JsonToken.START_OBJECT, "no JSON object");
    AnswerFields fields = new AnswerFields();
    read.add(fields);
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "plaintext" -> fields.plaintext = bytes(value);
        case "item" -> fields.item = text(value);
        case "kek" -> fields.kek = text(value);
        case "error" -> fields.error = text(value);
        case "stale" -> {
          require(value.isBoolean(), "a 'stale' that is neither true nor false");
          fields.stale = value == JsonToken.VALUE_TRUE;
        }
        default -> parser.skipChildren();
      }
    }
  }

  private String text(JsonToken value) throws UnexpectedAnswerException {
    require(value == JsonToken.VALUE_STRING, "something else than text");
    return parser.getString();
  }

  /** Decodes the string that begins here; the parser skips it without reading it. */
  private byte[] bytes(JsonToken value) throws UnexpectedAnswerException {
    require(value == JsonToken.VALUE_STRING, "something else than text");
    long quote = parser.currentTokenLocation().getByteOffset();
    require(quote >= 0 && quote < body.length && body[(int) quote] == '"', "not UTF-8");
    int from = (int) quote + 1;
    int to = from;
    while (to < body.length && body[to] != '"') {
      to++;
    }
    byte[] bytes = Base64UrlText.decode(body, from, to);
    if (bytes == null) {
      throw new UnexpectedAnswerException("a plaintext that is not base64url");
    }
    return bytes;
  }

  private void require(boolean right, String otherwise) throws UnexpectedAnswerException {
    if (!right) {
      throw new UnexpectedAnswerException(otherwise);
    }
  }
}
