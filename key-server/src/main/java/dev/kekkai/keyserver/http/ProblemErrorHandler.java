package dev.kekkai.keyserver.http;

import dev.kekkai.keyserver.audit.reject.RejectLog;
import dev.kekkai.keyserver.chore.Seldom;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the HTTP library refuses itself, before a handler sees it, in the form of all other
 * problems: without the library's words, which tell of itself.
 */
final class ProblemErrorHandler implements Request.Handler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemErrorHandler.class);

  private final @Nullable RejectLog rejects;
  private final HttpMeters meters;
  private final Seldom failed = new Seldom();

  /** Without a log where nobody has to be authenticated. */
  ProblemErrorHandler(@Nullable RejectLog rejects, HttpMeters meters) {
    this.rejects = rejects;
    this.meters = meters;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String id = UUID.randomUUID().toString();
    Object cause = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
    int status = cause instanceof HttpException http ? http.getCode() : response.getStatus();
    Problem problem = Problem.of(status);
    if (cause instanceof EofException) {
      LOG.debug("{}: the client went away: {}", id, String.valueOf(cause));
    } else if (problem == Problem.INTERNAL) {
      String what = cause == null ? "no exception" : cause.getClass().getName();
      failed.run(more -> LOG.error("{}: the server failed: {} ({} more)", id, what, more));
    } else if (problem != Problem.UNAVAILABLE) {
      meters.rejected(problem.word());
      if (rejects != null) {
        rejects.rejected(
            problem.word(),
            Request.getRemoteAddr(request),
            "request " + id + (cause == null ? "" : ": " + cause));
      }
    }
    Answer answer = problem.answer(id);
    response.setStatus(answer.status());
    response.getHeaders().put("X-Request-Id", id);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.mediaType());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
    return true;
  }
}
