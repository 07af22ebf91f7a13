package dev.kekkai.client;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Tells a key server's problem document (RFC 9457) from what other servers answer. */
final class Problem {

  static final String MEDIA_TYPE = "application/problem+json";

  /** What the type of each of a key server's problems begins with (docs/key-server.md). */
  private static final String TYPES = "urn:kekkai:problem:";

  private static final int MAX_BYTES = 4 * 1024;
  private static final int DEEPEST = 2;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNameLength(MAX_BYTES)
                  .maxNumberLength(MAX_BYTES)
                  .maxStringLength(MAX_BYTES)
                  .build())
          .build();

  private Problem() {}

  /** Whether the body is an object whose member "type" is one of the key server's. */
  static boolean isOurs(byte[] body) {
    if (body.length > MAX_BYTES) {
      return false;
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body, 0, body.length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      boolean ours = false;
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isType = parser.currentName().equals("type");
        if (parser.nextToken() == JsonToken.VALUE_STRING && isType) {
          ours = parser.getString().startsWith(TYPES);
        }
        parser.skipChildren();
      }
      return ours && parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }
}
