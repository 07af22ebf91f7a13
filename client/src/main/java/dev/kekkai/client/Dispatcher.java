package dev.kekkai.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SignatureException;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a call answered within its deadline, by one server or another. Thread-safe.
 *
 * <p>Repeated are attempts that found no connection, lost it, were not answered in time, or were
 * answered with 408, 502, 503, 504 or a key server's own 500; and 429, when its Retry-After ends
 * before the deadline. All other answers are the caller's.
 */
final class Dispatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final long SHORTEST_WAIT = Duration.ofMillis(50).toNanos();

  private final ServerPool servers;
  private final SignedRequests requests;
  private final Duration attemptTimeout;
  private final Semaphore slots;
  private final @Nullable ClientListener listener;

  Dispatcher(
      ServerPool servers,
      SignedRequests requests,
      Duration attemptTimeout,
      int maxInFlight,
      @Nullable ClientListener listener) {
    this.servers = servers;
    this.requests = requests;
    this.attemptTimeout = attemptTimeout;
    this.slots = new Semaphore(maxInFlight);
    this.listener = listener;
  }

  Answer send(Call call, Deadline deadline) throws KeyServerException {
    Set<Server> ruledOut = new HashSet<>();
    Throwable lastCause = null;
    while (true) {
      Server server = servers.next(deadline, ruledOut, lastCause);
      Outcome outcome = attempt(server, call, deadline);
      if (outcome instanceof Answer answer) {
        if (answer.status() != TOO_MANY_REQUESTS || !waitForQuota(answer, deadline)) {
          return answer;
        }
      } else if (outcome instanceof Failure failure) {
        LOG.debug("{}: {}", server.base(), failure.why());
        lastCause = failure.cause();
        if (failure.isFinal()) {
          ruledOut.add(server);
        }
      }
    }
  }

  /** Waits as long as the server said, if that is within the deadline. */
  private boolean waitForQuota(Answer answer, Deadline deadline)
      throws KeyServerUnavailableException {
    Duration wait = answer.retryAfter();
    if (wait == null || wait.toNanos() >= deadline.remainingNanos()) {
      return false;
    }
    servers.sleep(Math.max(wait.toNanos(), SHORTEST_WAIT));
    return true;
  }

  private Outcome attempt(Server server, Call call, Deadline deadline)
      throws KeyServerUnavailableException {
    takeSlot(deadline);
    try {
      HttpRequest request = signed(server, call);
      HttpClient http = server.http();
      long startedAt = System.nanoTime();
      Outcome outcome = exchange(server, http, request, deadline);
      if (outcome instanceof Failure failure) {
        server.failed(startedAt, failure.why(), failure.pause());
        if (failure.suspectsConnection()) {
          server.reconnect(http, startedAt);
        }
      } else if (outcome instanceof Answer) {
        server.answered();
      } else {
        server.cutOff();
      }
      return outcome;
    } finally {
      slots.release();
    }
  }

  private Outcome exchange(Server server, HttpClient http, HttpRequest request, Deadline deadline)
      throws KeyServerUnavailableException {
    OptionalInt status = OptionalInt.empty();
    long startedAt = System.nanoTime();
    long timeout = attemptTimeout.toNanos();
    long left = deadline.remainingNanos();
    BodyCollector collector = new BodyCollector();
    CompletableFuture<HttpResponse<byte[]>> future = http.sendAsync(request, collector);
    try {
      Answer answer = new Answer(future.get(Math.min(timeout, left), TimeUnit.NANOSECONDS));
      status = OptionalInt.of(answer.status());
      return answer.isAway() ? Failure.away(answer) : answer;
    } catch (TimeoutException e) {
      giveUp(future, collector);
      return left < timeout ? new Outcome.CutOff() : Failure.silence();
    } catch (InterruptedException e) {
      giveUp(future, collector);
      throw ServerPool.interrupted(e);
    } catch (ExecutionException e) {
      collector.abandon();
      Throwable cause = e.getCause();
      return Failure.of(cause == null ? e : cause);
    } finally {
      tell(server, status, System.nanoTime() - startedAt);
    }
  }

  private static void giveUp(CompletableFuture<?> future, BodyCollector collector) {
    future.cancel(true);
    collector.abandon();
  }

  private HttpRequest signed(Server server, Call call) throws KeyServerUnavailableException {
    try {
      return requests.make(server.base(), call);
    } catch (SignatureException e) {
      throw new KeyServerUnavailableException("The request can't be signed: " + e.getMessage(), e);
    }
  }

  private void takeSlot(Deadline deadline) throws KeyServerUnavailableException {
    try {
      if (!slots.tryAcquire(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS)) {
        throw new KeyServerUnavailableException(
            "All requests that may be in flight at once were waiting for the key server", null);
      }
    } catch (InterruptedException e) {
      throw ServerPool.interrupted(e);
    }
  }

  private void tell(Server server, OptionalInt status, long nanos) {
    if (listener != null) {
      try {
        listener.attempted(server.base(), status, Duration.ofNanos(nanos));
      } catch (RuntimeException e) {
        LOG.warn("The client's listener failed", e);
      }
    }
  }

  boolean isClosed() {
    return servers.isClosed();
  }

  @Override
  public void close() {
    servers.close();
  }
}
