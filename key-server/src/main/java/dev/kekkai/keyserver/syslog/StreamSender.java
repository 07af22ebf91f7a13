package dev.kekkai.keyserver.syslog;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * RFC 6587 with octet counting, and RFC 5425, which is the same inside of TLS. The message before
 * is sent again on each new connection: it may have been lost with the one before.
 */
final class StreamSender implements SyslogSender {
  private static final int CONNECT_MILLIS = 5_000;

  /** For looking up the name, connecting and writing together. */
  private static final int SEND_MILLIS = 15_000;

  /** For all connections: it only ever closes sockets. */
  private static final ScheduledThreadPoolExecutor WATCHDOG = watchdog();

  /** Long enough for what has arrived already. */
  private static final int LOOK_MILLIS = 1;

  private final SyslogTarget target;
  private volatile @Nullable Socket socket;
  private byte @Nullable [] before;

  StreamSender(SyslogTarget target) {
    this.target = target;
  }

  private static ScheduledThreadPoolExecutor watchdog() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "kekkai-syslog-watchdog");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  @Override
  public void send(SyslogMessage message) throws IOException {
    byte[] frame = frame(message.encoded());
    // a write to a server that does not read has no end of its own; closing the socket ends it
    ScheduledFuture<?> limit = WATCHDOG.schedule(this::close, SEND_MILLIS, TimeUnit.MILLISECONDS);
    try {
      Socket connected = connected();
      connected.getOutputStream().write(frame);
      connected.getOutputStream().flush();
      before = frame;
    } catch (IOException e) {
      close();
      throw e;
    } finally {
      limit.cancel(false);
    }
  }

  private static byte[] frame(byte[] message) {
    byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] frame = Arrays.copyOf(length, length.length + message.length);
    System.arraycopy(message, 0, frame, length.length, message.length);
    return frame;
  }

  private Socket connected() throws IOException {
    Socket current = socket;
    if (current != null) {
      if (!hasBeenLeft(current)) {
        return current;
      }
      close();
    }
    current = connect();
    socket = current;
    if (before != null) {
      current.getOutputStream().write(before);
    }
    return current;
  }

  /** A server that went away is noticed before a message is given to its connection. */
  private static boolean hasBeenLeft(Socket current) throws IOException {
    try {
      return current.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private Socket connect() throws IOException {
    Socket plain = SocketFactory.getDefault().createSocket();
    boolean done = false;
    try {
      plain.connect(new InetSocketAddress(target.host(), target.port()), CONNECT_MILLIS);
      plain.setSoTimeout(CONNECT_MILLIS);
      plain.setKeepAlive(true);
      Socket ready = target.transport() == SyslogTarget.Transport.TLS ? tls(plain) : plain;
      ready.setSoTimeout(LOOK_MILLIS);
      done = true;
      return ready;
    } finally {
      if (!done) {
        plain.close();
      }
    }
  }

  private Socket tls(Socket plain) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            context().getSocketFactory().createSocket(plain, target.host(), target.port(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  private SSLContext context() throws IOException {
    SSLContext given = target.tls();
    if (given != null) {
      return given;
    }
    try {
      return SSLContext.getDefault();
    } catch (GeneralSecurityException e) {
      throw new IOException("This JVM has no trust for TLS", e);
    }
  }

  @Override
  public void close() {
    Socket current = socket;
    socket = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        // it is gone, which is what was wanted
      }
    }
  }
}
