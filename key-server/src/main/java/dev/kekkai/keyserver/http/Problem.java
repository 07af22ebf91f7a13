package dev.kekkai.keyserver.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * What a client hears when it gets nothing: one text for each class (RFC 9457), which says nothing
 * that an attacker can use. Which of the reasons in a class it was stands under the request's id in
 * the audit log, or in the log of rejects where nobody knows who sent it.
 */
enum Problem {
  BAD_REQUEST(400, "bad-request", "The request is not of the form that this server takes"),
  UNAUTHENTICATED(
      401,
      "unauthenticated",
      "The request is not shown to come from a client of this server, or was sent before"),
  FORBIDDEN(403, "forbidden", "The client may not ask for that"),
  NOT_FOUND(404, "not-found", "There is nothing of that name"),
  METHOD_NOT_ALLOWED(
      405, "method-not-allowed", "There is something of that name, for another method"),
  TIMEOUT(408, "timeout", "The request did not come in within the time for it"),
  TOO_LARGE(413, "too-large", "The request is larger than this server takes"),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The body must be application/json"),
  NOT_OPENED(422, "not-opened", "The item does not open"),
  QUOTA(429, "quota", "The client has used its quota up"),
  HEADER_TOO_LARGE(431, "header-too-large", "The header is larger than this server takes"),
  INTERNAL(500, "internal", "The server failed"),
  UNAVAILABLE(503, "unavailable", "The server can't do that now; try again later");

  private static final Duration WORTH_WAITING = Duration.ofDays(30);
  private static final String TYPE = "urn:kekkai:problem:";
  private static final String MEDIA_TYPE = "application/problem+json";

  private final int status;
  private final String word;
  private final String title;

  Problem(int status, String word, String title) {
    this.status = status;
    this.word = word;
    this.title = title;
  }

  int status() {
    return status;
  }

  String word() {
    return word;
  }

  /** The nearest one for a status that the HTTP library chose. */
  static Problem of(int status) {
    for (Problem problem : values()) {
      if (problem.status == status) {
        return problem;
      }
    }
    return BAD_REQUEST; // 501 and 505 too: the request asks for what HTTP does not have here
  }

  /** The problem as an answer to the request of that id. */
  Answer answer(String requestId) {
    String json =
        String.format(
            Locale.ROOT,
            "{\"type\":\"%s%s\",\"title\":\"%s\",\"status\":%d,\"instance\":\"urn:uuid:%s\"}",
            TYPE,
            word,
            title,
            status,
            requestId);
    Answer answer = Answer.of(status, MEDIA_TYPE, json.getBytes(StandardCharsets.UTF_8));
    return this == UNAVAILABLE ? answer.with("Retry-After", "1") : answer;
  }

  /**
   * As {@link #answer(String)}, saying when to come back: in whole seconds, at least one. Nothing
   * is said of what is too far away to wait for.
   */
  Answer answer(String requestId, Duration retryAfter) {
    if (retryAfter.compareTo(WORTH_WAITING) > 0) {
      return answer(requestId);
    }
    long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
    return answer(requestId).with("Retry-After", Long.toString(seconds));
  }
}
