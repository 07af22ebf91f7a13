package dev.kekkai.keyserver.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections that bring no request, however many bytes they trickle: those that do not end
 * the TLS handshake, and those that begin a header and never end it. An idle timeout alone sees
 * neither, since each byte starts it anew. Thread-safe.
 */
final class ConnectionWatch extends Handler.Wrapper implements Connection.Listener {
  private final Duration handshakeTimeout;
  private final Duration idleTimeout;
  private final Map<EndPoint, Watched> connections = new ConcurrentHashMap<>();
  private final AtomicReference<Scheduler.@Nullable Task> next = new AtomicReference<>();

  ConnectionWatch(Duration handshakeTimeout, Duration idleTimeout, Handler handler) {
    super(handler);
    this.handshakeTimeout = handshakeTimeout;
    this.idleTimeout = idleTimeout.multipliedBy(5).dividedBy(4); // the polite close comes first
  }

  private static final class Watched {
    private final SslConnection connection;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile long since = NanoTime.now();

    Watched(SslConnection connection) {
      this.connection = connection;
    }

    boolean isInHandshake() {
      return connection.getSSLEngine().getSession().getProtocol().equals("NONE");
    }
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof SslConnection tls) {
      connections.put(tls.getEndPoint(), new Watched(tls));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    if (connection instanceof SslConnection tls) {
      connections.remove(tls.getEndPoint());
    }
  }

  /** How many there are. */
  int connections() {
    return connections.size();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    Watched watched =
        endPoint instanceof EndPoint.Wrapper wrapper ? connections.get(wrapper.unwrap()) : null;
    if (watched != null) {
      watched.requests.incrementAndGet();
      Request.addCompletionListener(
          request,
          failure -> {
            watched.since = NanoTime.now();
            watched.requests.decrementAndGet();
          });
    }
    return super.handle(request, response, callback);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    schedule();
  }

  @Override
  protected void doStop() throws Exception {
    Scheduler.Task task = next.getAndSet(null);
    if (task != null) {
      task.cancel();
    }
    super.doStop();
  }

  private void schedule() {
    Duration shorter = handshakeTimeout.compareTo(idleTimeout) < 0 ? handshakeTimeout : idleTimeout;
    next.set(getServer().getScheduler().schedule(this::sweep, shorter.dividedBy(4)));
  }

  private void sweep() {
    connections.forEach(
        (endPoint, watched) -> {
          Duration limit = watched.isInHandshake() ? handshakeTimeout : idleTimeout;
          if (watched.requests.get() == 0 && NanoTime.since(watched.since) > limit.toNanos()) {
            endPoint.close();
          }
        });
    if (isRunning()) {
      schedule();
    }
  }
}
