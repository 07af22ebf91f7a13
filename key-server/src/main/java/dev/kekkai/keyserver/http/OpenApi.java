package dev.kekkai.keyserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The description of the interface, as it is in the jar. */
final class OpenApi {
  private static final String RESOURCE = "openapi.json";

  private OpenApi() {}

  static Endpoint endpoint() {
    byte[] json = read();
    return (request, wanted) -> Answer.of(200, "application/json", json);
  }

  private static byte[] read() {
    try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
