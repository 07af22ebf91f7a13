package dev.kekkai.client;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A whole answer of a server. Its body may hold plaintexts: it is wiped by {@link #close}. */
final class Answer implements Outcome, AutoCloseable {

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  Answer(HttpResponse<byte[]> response) {
    this.status = response.statusCode();
    this.headers = response.headers();
    this.body = response.body();
  }

  int status() {
    return status;
  }

  /** Says that this server can't now, but another one or a later attempt may. */
  boolean isAway() {
    return status == 408
        || status == 502
        || status == 503
        || status == 504
        || (status == 500 && isProblem());
  }

  /**
   * Whether a key server says so, and not whatever else may answer at its address. The body decides
   * nothing beyond that.
   */
  boolean isProblem() {
    return isOfType(Problem.MEDIA_TYPE) && Problem.isOurs(body);
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** The header field Retry-After in seconds; null when there is none. */
  @Nullable Duration retryAfter() {
    String value = header("retry-after").strip();
    return SECONDS.matcher(value).matches() ? Duration.ofSeconds(Long.parseLong(value)) : null;
  }

  /**
   * The body of an answer that is in order.
   *
   * @return not a copy: all zeros after {@link #close}
   */
  byte[] body(Call call) throws UnexpectedAnswerException {
    if (body == BoundedBody.TOO_LONG) {
      throw new UnexpectedAnswerException("longer than " + Call.MAX_ANSWER_BYTES + " bytes");
    }
    if (!isOfType(call.accept())) {
      throw new UnexpectedAnswerException("its content type is not " + call.accept());
    }
    return body;
  }

  private boolean isOfType(String mediaType) {
    String type = header("content-type");
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().equalsIgnoreCase(mediaType);
  }

  @Override
  public void close() {
    Arrays.fill(body, (byte) 0);
  }
}
