package dev.kekkai.keyserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A TLS connection on which a test says what it likes, as slowly as it likes. */
final class RawConnection implements AutoCloseable {
  private final Socket socket;

  private RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(8_000);
  }

  /** TCP only. */
  static RawConnection plain(int port) throws IOException {
    return new RawConnection(new Socket("127.0.0.1", port));
  }

  static RawConnection tls(SSLContext context, int port, String... protocols) throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
    RawConnection connection = new RawConnection(socket);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.startHandshake();
    return connection;
  }

  /** HTTP/2 as far as TLS knows; the frames are the test's. */
  static RawConnection http2(SSLContext context, int port) throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
    RawConnection connection = new RawConnection(socket);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return connection;
  }

  /** So many bytes, or those before the end of the connection. */
  byte[] hear(int count) throws IOException {
    return socket.getInputStream().readNBytes(count);
  }

  String protocol() {
    return ((SSLSocket) socket).getSession().getProtocol();
  }

  void say(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  void say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Everything up to the end of the connection, in whatever way it ends. */
  String hear() {
    StringBuilder heard = new StringBuilder();
    try {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[4096];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        heard.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the connection is still open; heard: " + heard, e);
    } catch (IOException e) {
      heard.append("[").append(e.getClass().getSimpleName()).append("]");
    }
    return heard.toString();
  }

  /** Says a byte every so often till the server has had enough; false when it never has. */
  boolean trickles(long pauseMillis, long atMostMillis) throws InterruptedException {
    long end = System.nanoTime() + atMostMillis * 1_000_000;
    try {
      while (System.nanoTime() < end) {
        socket.getOutputStream().write('x');
        socket.getOutputStream().flush();
        Thread.sleep(pauseMillis);
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
