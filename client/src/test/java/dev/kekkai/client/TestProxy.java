package dev.kekkai.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes bytes on, but breaks connections, or goes silent on those that are open, when told. */
final class TestProxy implements AutoCloseable {

  private final ServerSocket socket;
  private final int[] targets;
  private final AtomicInteger toBreak = new AtomicInteger();
  private final List<Pipe> pipes = new CopyOnWriteArrayList<>();

  private static final class Pipe {
    final Socket near;
    final Socket far;
    volatile boolean silent;

    Pipe(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }

    void copy(Socket from, Socket to) {
      byte[] buffer = new byte[16 * 1024];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (!silent) {
            out.write(buffer, 0, n);
          }
        }
      } catch (IOException e) {
        // one of the two has closed
      }
    }
  }

  /** Connections lead to the ports in turn. */
  TestProxy(int... targets) throws IOException {
    this.targets = targets;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  int connections() {
    return pipes.size();
  }

  void silenceOpenConnections() {
    pipes.forEach(pipe -> pipe.silent = true);
  }

  /** Breaks the next connections, in turn with a reset at once and in the handshake. */
  void breakNext(int connections) {
    toBreak.set(connections);
  }

  private static void breakOff(Socket near, boolean reset) throws IOException {
    if (reset) {
      near.setSoLinger(true, 0);
    } else {
      near.getInputStream().read();
    }
    near.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = socket.accept();
        if (toBreak.get() > 0) {
          breakOff(near, toBreak.getAndDecrement() % 2 == 0);
          continue;
        }
        int target = targets[pipes.size() % targets.length];
        Pipe pipe = new Pipe(near, new Socket(InetAddress.getLoopbackAddress(), target));
        pipes.add(pipe);
        start(() -> pipe.copy(pipe.near, pipe.far));
        start(() -> pipe.copy(pipe.far, pipe.near));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "test-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Pipe pipe : pipes) {
      pipe.near.close();
      pipe.far.close();
    }
  }
}
