package dev.kekkai.client;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * What the status of an answer means. The body of a refusal decides nothing but whether it is a key
 * server's, where others answer with the same status.
 */
final class Statuses {

  /** The server lets a client's clock be half a minute ahead (SignaturePolicy). */
  private static final long NOTABLE_SECONDS = 20;

  private Statuses() {}

  static void requireOk(Answer answer, Clock clock) throws KeyServerException {
    switch (answer.status()) {
      case 200 -> {}
      case 400 -> throw new RequestRefusedException(400, "malformed");
      case 401 -> throw new UnauthenticatedException(aboutClocks(answer, clock));
      case 403 -> throw new ForbiddenException();
      case 413 -> throw new RequestRefusedException(413, "too large");
      case 415 -> throw new RequestRefusedException(415, "of a media type that it does not take");
      case 422 -> throw new NotOpenedException();
      case 429 -> throw new QuotaExceededException(answer.retryAfter());
      case 404, 405, 431 -> throw refused(answer);
      default -> throw new UnexpectedAnswerException("HTTP " + answer.status());
    }
  }

  /** What a balancer, or whatever else is at the address, may answer as well as a key server. */
  private static KeyServerException refused(Answer answer) {
    if (!answer.isProblem()) {
      return new UnexpectedAnswerException("HTTP " + answer.status());
    }
    return new RequestRefusedException(
        answer.status(),
        switch (answer.status()) {
          case 404 -> "of a kind that it does not know";
          case 405 -> "of a method that it does not take";
          default -> "too large in its header";
        });
  }

  private static String aboutClocks(Answer answer, Clock clock) {
    try {
      ZonedDateTime theirs =
          ZonedDateTime.parse(answer.header("date"), DateTimeFormatter.RFC_1123_DATE_TIME);
      long ahead = Duration.between(theirs.toInstant(), clock.instant()).toSeconds();
      return Math.abs(ahead) < NOTABLE_SECONDS
          ? " (this one agrees with the server's)"
          : ", which is "
              + Math.abs(ahead)
              + " s "
              + (ahead > 0 ? "ahead of" : "behind")
              + " the server's";
    } catch (DateTimeException e) {
      return "";
    }
  }
}
