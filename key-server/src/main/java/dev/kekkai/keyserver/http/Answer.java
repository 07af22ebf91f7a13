package dev.kekkai.keyserver.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What goes back to the client, whole. The body is not copied, and is made zeros of once it was
 * sent, where it holds something secret.
 */
final class Answer {
  private static final byte[] EMPTY = {};

  private final int status;
  private final String mediaType;
  private final byte[] body;
  private final boolean secret;
  private final Map<String, String> headers;
  private final Runnable afterwards;

  private Answer(
      int status,
      String mediaType,
      byte[] body,
      boolean secret,
      Map<String, String> headers,
      Runnable afterwards) {
    this.afterwards = afterwards;
    this.status = status;
    this.mediaType = mediaType;
    this.body = body;
    this.secret = secret;
    this.headers = headers;
  }

  static Answer of(int status, String mediaType, byte[] body) {
    return new Answer(status, mediaType, body, false, Map.of(), () -> {});
  }

  static Answer ofSecret(String mediaType, byte[] body) {
    return new Answer(200, mediaType, body, true, Map.of(), () -> {});
  }

  static Answer empty(int status) {
    return new Answer(status, "", EMPTY, false, Map.of(), () -> {});
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, mediaType, body, secret, more, afterwards);
  }

  /** Has something done once it was sent, or can't be. */
  Answer then(Runnable action) {
    return new Answer(status, mediaType, body, secret, headers, action);
  }

  int status() {
    return status;
  }

  String mediaType() {
    return mediaType;
  }

  byte[] body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** It was sent, or can't be. Called once. */
  void wipe() {
    if (secret) {
      Arrays.fill(body, (byte) 0);
    }
    afterwards.run();
  }

  /** Never the body. */
  @Override
  public String toString() {
    return "Answer[" + status + ", " + Objects.toString(mediaType) + "]";
  }
}
