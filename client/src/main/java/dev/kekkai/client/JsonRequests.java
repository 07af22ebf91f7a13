package dev.kekkai.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The bodies of requests. */
final class JsonRequests {

  private static final JsonFactory JSON = JsonFactory.builder().build();

  private JsonRequests() {}

  /** {@code {"item": ..., "context": [...]}}. */
  static byte[] item(OpenRequest request) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(request.item().length() + 256);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeName("item");
      json.writeString(request.item());
      json.writeName("context");
      json.writeStartArray();
      for (String part : request.context().parts()) {
        json.writeString(part);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  /** {@code {"items": [...]}} of what {@link #item} made. */
  static byte[] batch(List<byte[]> items) {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream(items.stream().mapToInt(item -> item.length + 1).sum() + 16);
    out.writeBytes(ascii("{\"items\":["));
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      out.writeBytes(items.get(i));
    }
    out.writeBytes(ascii("]}"));
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
