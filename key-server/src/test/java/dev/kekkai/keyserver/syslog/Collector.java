package dev.kekkai.keyserver.syslog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A syslog server on this machine that understands octet counting, one connection after another.
 */
final class Collector implements AutoCloseable {
  private final ServerSocket server;
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<Socket> connections = new LinkedBlockingQueue<>();

  Collector(ServerSocket server) {
    this.server = server;
    Thread thread = new Thread(this::serve, "collector");
    thread.setDaemon(true);
    thread.start();
  }

  static Collector tcp() throws IOException {
    return new Collector(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()));
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        connections.add(socket);
        read(socket.getInputStream());
      } catch (IOException e) {
        // the next connection may be better
      }
    }
  }

  private void read(InputStream in) throws IOException {
    while (true) {
      ByteArrayOutputStream length = new ByteArrayOutputStream();
      int c;
      while ((c = in.read()) != ' ') {
        if (c < 0) {
          return;
        }
        length.write(c);
      }
      int bytes = Integer.parseInt(length.toString(StandardCharsets.US_ASCII));
      messages.add(new String(in.readNBytes(bytes), StandardCharsets.UTF_8));
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** The next message; null when none comes. */
  String next() throws InterruptedException {
    return messages.poll(10, TimeUnit.SECONDS);
  }

  /** Hangs up on the connection that came first, when it was not yet hung up on. */
  void hangUp() throws Exception {
    Socket socket = connections.poll(10, TimeUnit.SECONDS);
    socket.shutdownOutput();
    socket.close();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
