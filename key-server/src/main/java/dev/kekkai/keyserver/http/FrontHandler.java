package dev.kekkai.keyserver.http;

import dev.kekkai.keyserver.access.Inbound;
import dev.kekkai.keyserver.access.RejectedException;
import dev.kekkai.keyserver.access.UnavailableException;
import dev.kekkai.keyserver.audit.reject.RejectLog;
import dev.kekkai.keyserver.chore.Seldom;
import dev.kekkai.keyserver.config.LimitSettings;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests in, within their limits, and has them answered by the endpoint of their path. */
final class FrontHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(FrontHandler.class);

  private final Map<String, Route> routes;
  private final LimitSettings limits;
  private final BodyBudget budget;
  private final WorkLimit work;
  private final RejectLog rejects;
  private final HttpMeters meters;
  private final Drain drain = new Drain();
  private final Seldom unavailable = new Seldom();
  private final Seldom failed = new Seldom();

  /**
   * Over routes.
   *
   * @param routes by path
   * @param limits what a client may take up
   * @param budget memory for bodies
   * @param work how many requests at a time
   * @param rejects where requests of nobody go
   * @param meters count
   */
  FrontHandler(
      Map<String, Route> routes,
      LimitSettings limits,
      BodyBudget budget,
      WorkLimit work,
      RejectLog rejects,
      HttpMeters meters) {
    this.routes = Map.copyOf(routes);
    this.limits = limits;
    this.budget = budget;
    this.work = work;
    this.rejects = rejects;
    this.meters = meters;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback, limits);
    boolean admitted = drain.enter();
    // there is no path in an HTTP/2 CONNECT
    Route route = routes.get(String.valueOf(Request.getPathInContext(request)));
    BodyBudget.Lease lease = budget.lease(certificate(request));
    long begin = System.nanoTime();
    Request.addCompletionListener(
        request,
        failure -> {
          exchange.completed();
          lease.giveBack();
          if (admitted) {
            drain.leave();
          }
          meters.answered(route, exchange.status(), System.nanoTime() - begin);
        });
    if (!admitted) {
      exchange.answer(Problem.UNAVAILABLE.answer(exchange.id()).with("Connection", "close"));
    } else if (route == null) {
      afterBody(exchange, lease, Problem.NOT_FOUND.answer(exchange.id()));
    } else if (!route.method().equals(request.getMethod())) {
      afterBody(
          exchange,
          lease,
          Problem.METHOD_NOT_ALLOWED.answer(exchange.id()).with("Allow", route.method()));
    } else if (BodyReader.isBeyondPatience(request, route.most(limits))) {
      refuse(exchange, Problem.TOO_LARGE);
    } else {
      new BodyReader(
              request,
              route.most(limits),
              lease,
              body -> whole(exchange, route, body),
              problem -> refuse(exchange, problem))
          .read();
    }
    return true;
  }

  /** Takes nothing more in, and waits for what is under way. */
  boolean drain(Duration within) {
    return drain.await(within);
  }

  /**
   * Answers once the body is here and thrown away: an HTTP/2 client whose stream ends while it
   * sends may never see the answer (RFC 9113 section 8.1 forbids that, JDK 25 does it). A CONNECT's
   * has no end.
   */
  private static void afterBody(Exchange exchange, BodyBudget.Lease lease, Answer answer) {
    Request request = exchange.request();
    if (HttpMethod.CONNECT.is(request.getMethod()) || BodyReader.isBeyondPatience(request, 0)) {
      exchange.answer(answer);
      return;
    }
    new BodyReader(
            request, 0, lease, body -> exchange.answer(answer), problem -> exchange.answer(answer))
        .read();
  }

  private void refuse(Exchange exchange, Problem problem) {
    reject(exchange, problem.word(), null);
    exchange.answer(problem.answer(exchange.id()));
  }

  private void whole(Exchange exchange, Route route, byte[] body) {
    exchange.working();
    if (!work.submit(() -> work(exchange, route, body))) {
      LOG.debug("{}: too much to do", exchange.id());
      exchange.answer(Problem.UNAVAILABLE.answer(exchange.id()));
    }
  }

  private void work(Exchange exchange, Route route, byte[] body) {
    if (!exchange.isWanted()) {
      return; // its time was over while it waited
    }
    String id = exchange.id();
    try {
      Inbound inbound = inbound(exchange, body);
      exchange.answer(
          inbound == null
              ? Problem.BAD_REQUEST.answer(id)
              : route.endpoint().handle(inbound, exchange::isWanted));
    } catch (RejectedException e) {
      reject(exchange, e.reason(), e.getMessage());
      exchange.answer(Problem.UNAUTHENTICATED.answer(id));
    } catch (UnavailableException e) {
      unavailable.run(more -> LOG.warn("{}: unavailable: {} ({} more)", id, e.getMessage(), more));
      exchange.answer(Problem.UNAVAILABLE.answer(id));
    } catch (RuntimeException | Error e) {
      failed.run(more -> LOG.error("{}: the server failed ({} more)", id, more, e));
      exchange.answer(Problem.INTERNAL.answer(id));
    }
  }

  private void reject(Exchange exchange, String reason, @Nullable String detail) {
    meters.rejected(reason);
    String id = "request " + exchange.id();
    rejects.rejected(
        reason,
        Request.getRemoteAddr(exchange.request()),
        detail == null ? id : id + ": " + detail);
  }

  private static @Nullable Inbound inbound(Exchange exchange, byte[] body) {
    Request request = exchange.request();
    URI target;
    try {
      target = URI.create(request.getHttpURI().asString());
    } catch (IllegalArgumentException e) {
      return null;
    }
    return new Inbound(
        exchange.id(),
        request.getMethod(),
        target,
        request.getHeaders()::getValuesList,
        body,
        certificate(request),
        Request.getRemoteAddr(request));
  }

  private static @Nullable X509Certificate certificate(Request request) {
    Object session = request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
    if (session instanceof EndPoint.SslSessionData tls) {
      X509Certificate[] chain = tls.peerCertificates();
      return chain == null || chain.length == 0 ? null : chain[0];
    }
    return null;
  }
}
