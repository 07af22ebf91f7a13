package dev.kekkai.keyserver.http;

import dev.kekkai.keyserver.config.LimitSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its one answer. It is answered in any case: by whoever has the answer, or, when
 * its time is up, by the clock; what comes second is thrown away and wiped. Thread-safe.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** What the time is being spent on. */
  private enum Phase {
    READING,
    WORKING,
    WRITING,
    DONE
  }

  private final String id = UUID.randomUUID().toString();
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final LimitSettings limits;
  private final Scheduler scheduler;
  private final AtomicBoolean answered = new AtomicBoolean();
  private volatile Phase phase = Phase.READING;
  private volatile long since = NanoTime.now();
  private volatile boolean gone;
  private volatile int status;
  private volatile Scheduler.@Nullable Task timer;

  Exchange(Request request, Response response, Callback callback, LimitSettings limits) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.limits = limits;
    this.scheduler = request.getComponents().getScheduler();
    request.addFailureListener(failure -> gone = true);
    request.addIdleTimeoutListener(idle -> false); // the phases have limits of their own
    schedule(shortest(limits));
  }

  private static Duration shortest(LimitSettings limits) {
    return Stream.of(limits.bodyTimeout(), limits.requestTimeout(), limits.answerTimeout())
        .min(Comparator.naturalOrder())
        .orElse(limits.bodyTimeout());
  }

  String id() {
    return id;
  }

  Request request() {
    return request;
  }

  /** The status it was answered with; 0 before. */
  int status() {
    return status;
  }

  /** The body is here, the work begins. */
  void working() {
    enter(Phase.WORKING);
  }

  /** Whether somebody still waits. */
  boolean isWanted() {
    return !gone && !answered.get();
  }

  /** Over: the answer was sent, or the client is gone. Called once, at the end. */
  void completed() {
    phase = Phase.DONE;
    Scheduler.Task last = timer;
    if (last != null) {
      last.cancel();
    }
  }

  /** Sends an answer, unless there was one. Returns at once. */
  void answer(Answer answer) {
    if (!answered.compareAndSet(false, true)) {
      answer.wipe();
      return;
    }
    status = answer.status();
    boolean read = phase == Phase.WORKING;
    enter(Phase.WRITING);
    Callback sent = Callback.from(answer::wipe, callback);
    try {
      response.setStatus(answer.status());
      HttpFields.Mutable headers = response.getHeaders();
      headers.put("X-Request-Id", id);
      headers.put(HttpHeader.CACHE_CONTROL, "no-store");
      if (!answer.mediaType().isEmpty()) {
        headers.put(HttpHeader.CONTENT_TYPE, answer.mediaType());
      }
      answer.headers().forEach(this::put);
      if (!read && !request.consumeAvailable()) {
        put(HttpHeader.CONNECTION.asString(), "close"); // the rest of the body is not waited for
      }
      response.write(true, ByteBuffer.wrap(answer.body()), sent);
    } catch (RuntimeException e) {
      sent.failed(e); // the client went away, and with it request and response
    }
  }

  private void put(String name, String value) {
    if (!isMultiplexed() || !name.equalsIgnoreCase(HttpHeader.CONNECTION.asString())) {
      response.getHeaders().put(name, value);
    }
  }

  /** HTTP/2 has no header for a single connection. */
  private boolean isMultiplexed() {
    return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
  }

  private void enter(Phase next) {
    phase = next;
    since = NanoTime.now();
  }

  private void schedule(Duration in) {
    timer = scheduler.schedule(this::tick, in);
  }

  /** One timer for all phases: most requests are over long before it fires for the first time. */
  private void tick() {
    Phase now = phase;
    if (now == Phase.DONE) {
      return;
    }
    Duration left = limit(now).minusNanos(NanoTime.since(since));
    if (left.compareTo(Duration.ofMillis(1)) > 0) {
      schedule(left);
      return;
    }
    if (now == Phase.WORKING) {
      answer(Problem.UNAVAILABLE.answer(id));
      schedule(limits.answerTimeout());
    } else {
      failSlow(limit(now));
    }
  }

  /** Whoever reads or writes hears of it. */
  private void failSlow(Duration limit) {
    try {
      request.fail(new TimeoutException("The client was slow for " + limit));
    } catch (RuntimeException e) {
      LOG.debug("{}: was over when its time was", id, e);
    }
  }

  private Duration limit(Phase of) {
    return switch (of) {
      case READING -> limits.bodyTimeout();
      case WORKING -> limits.requestTimeout();
      default -> limits.answerTimeout();
    };
  }
}
