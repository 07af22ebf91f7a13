package dev.kekkai.client;

import org.jspecify.annotations.Nullable;

/** What is asked of a key server, whichever answers. Immutable but for the body's bytes. */
final class Call {

  static final String JSON = "application/json";
  static final String JOSE = "application/jose";

  /** The longest answer that is taken: longer than any to a batch that {@link BatchRun} makes. */
  static final int MAX_ANSWER_BYTES = 4 * 1024 * 1024;

  private final String path;
  private final byte @Nullable [] body;
  private final String accept;

  private Call(String path, byte @Nullable [] body, String accept) {
    this.path = path;
    this.body = body;
    this.accept = accept;
  }

  static Call post(String path, byte[] json) {
    return new Call(path, json, JSON);
  }

  static Call get(String path, String accept) {
    return new Call(path, null, accept);
  }

  String method() {
    return body == null ? "GET" : "POST";
  }

  String path() {
    return path;
  }

  /** What is posted, JSON; null for a GET, which is not signed. */
  byte @Nullable [] body() {
    return body;
  }

  /** The media type that the answer has to have. */
  String accept() {
    return accept;
  }
}
