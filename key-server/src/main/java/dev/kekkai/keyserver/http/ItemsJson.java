package dev.kekkai.keyserver.http;

import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.SealedEnvelope;
import dev.kekkai.keyserver.access.ItemRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the bodies of requests about items: exactly the members that there are, each once, and
 * nothing behind. Thread-safe.
 */
final class ItemsJson {
  /** An object, its list, an object in that, its list. */
  private static final int MAX_DEPTH = 4;

  private static final int MAX_NAME_CHARS = 16;

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME_CHARS)
                  .maxStringLength(SealedEnvelope.MAX_CHARS)
                  .maxNumberLength(MAX_NAME_CHARS)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final int batch;

  /** With the most items in one request. */
  ItemsJson(int batch) {
    this.batch = batch;
  }

  /** {@code {"item": JWE, "context": [...]}}. */
  ItemRequest single(byte[] body) throws MalformedRequestException {
    return read(body, this::item);
  }

  /** {@code {"items": [{"item": JWE, "context": [...]}, ...]}}. */
  List<ItemRequest> batch(byte[] body) throws MalformedRequestException {
    return read(
        body,
        parser -> {
          expect(parser.nextToken(), JsonToken.PROPERTY_NAME);
          if (!parser.currentName().equals("items")) {
            throw new MalformedRequestException("a batch has items and nothing else");
          }
          expect(parser.nextToken(), JsonToken.START_ARRAY);
          List<ItemRequest> items = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == batch) {
              throw new MalformedRequestException("more than " + batch + " items");
            }
            expect(parser.currentToken(), JsonToken.START_OBJECT);
            items.add(item(parser));
          }
          if (items.isEmpty()) {
            throw new MalformedRequestException("no items");
          }
          expect(parser.nextToken(), JsonToken.END_OBJECT);
          return items;
        });
  }

  private interface Reader<T> {
    T read(JsonParser parser) throws MalformedRequestException;
  }

  private <T> T read(byte[] body, Reader<T> reader) throws MalformedRequestException {
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), body)) {
      expect(parser.nextToken(), JsonToken.START_OBJECT);
      T read = reader.read(parser);
      if (parser.nextToken() != null) {
        throw new MalformedRequestException("something follows the object");
      }
      return read;
    } catch (JacksonException | IllegalArgumentException e) {
      // their messages quote the body
      throw new MalformedRequestException("not JSON within the limits");
    }
  }

  /** From behind its opening brace to its closing one. */
  private ItemRequest item(JsonParser parser) throws MalformedRequestException {
    String item = null;
    EncryptionContext context = null;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      switch (parser.currentName()) {
        case "item" -> {
          expect(parser.nextToken(), JsonToken.VALUE_STRING);
          item = parser.getString();
        }
        case "context" -> context = context(parser);
        default -> throw new MalformedRequestException("an unknown member");
      }
    }
    expect(parser.currentToken(), JsonToken.END_OBJECT);
    if (item == null || context == null) {
      throw new MalformedRequestException("item and context are needed");
    }
    return new ItemRequest(item, context);
  }

  private static EncryptionContext context(JsonParser parser) throws MalformedRequestException {
    expect(parser.nextToken(), JsonToken.START_ARRAY);
    List<String> parts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser.currentToken(), JsonToken.VALUE_STRING);
      if (parts.size() == EncryptionContext.MAX_PARTS) {
        throw new MalformedRequestException("a context of too many parts");
      }
      parts.add(parser.getString());
    }
    return EncryptionContext.of(parts);
  }

  private static void expect(@Nullable JsonToken found, JsonToken wanted)
      throws MalformedRequestException {
    if (found != wanted) {
      throw new MalformedRequestException("another form of body is needed");
    }
  }
}
