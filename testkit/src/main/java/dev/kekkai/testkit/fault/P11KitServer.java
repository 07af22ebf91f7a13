package dev.kekkai.testkit.fault;

import dev.kekkai.testkit.OwnProfiles;
import dev.kekkai.testkit.TestFolders;
import dev.kekkai.testkit.TestToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A token behind a process of its own, as a network HSM is: {@code p11-kit server} has the real
 * module, and the module that tests load is p11-kit's client, which reaches it through a socket.
 * The process can be stopped, killed and started again.
 *
 * <p>The client takes the socket's address from {@code P11_KIT_SERVER_ADDRESS} when it is loaded,
 * so that has to be set before the JVM starts, and one server at a time runs. RSA works through it,
 * with OAEP; mechanisms that p11-kit does not know, AES-GCM and AES key wrap among them, do not,
 * nor attributes that are templates. For one thread at a time.
 */
public final class P11KitServer implements AutoCloseable {
  private static final String ADDRESS = "P11_KIT_SERVER_ADDRESS";
  private static final String PREFIX = "unix:path=";
  private static final String READY = "P11_KIT_SERVER_PID=";

  /** sun_path has 108 bytes, and a zero at its end. */
  private static final int LONGEST_PATH = 107;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestToken real;
  private final Path socket;
  private final Path log;
  private @Nullable Process process;

  private P11KitServer(TestToken real, Path socket) {
    this.real = real;
    this.socket = socket;
    this.log = TestFolders.empty("p11-kit").resolve("server.log");
  }

  /**
   * Starts a server.
   *
   * @param token a token of SoftHSM2, whose configuration the server inherits
   * @return a running server, to be closed after everything that used its token
   */
  public static P11KitServer over(TestToken token) {
    P11KitServer server = new P11KitServer(token, socketPath(System.getenv(ADDRESS)));
    server.start();
    return server;
  }

  private static Path socketPath(@Nullable String address) {
    if (address == null || !address.startsWith(PREFIX)) {
      throw new IllegalStateException(
          ADDRESS + " must be unix:path=FILE: run these tests with Maven, which sets it");
    }
    String path = address.substring(PREFIX.length());
    if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "A socket's path has at most %d bytes, and this is longer: build in another folder"
                  + " than %s",
              LONGEST_PATH,
              path));
    }
    return Path.of(path);
  }

  /**
   * The token through the server.
   *
   * @return its settings, with p11-kit's client as the module
   */
  public TestToken token() {
    return new TestToken(
        real.name(),
        real.folder(),
        real.settings(
            "module",
            TestFolders.required("kekkai.test.module.p11kitclient"),
            "profile",
            OwnProfiles.careful(real.folder())));
  }

  /** Stops the processes as they are, as SIGSTOP does: calls hang. */
  public void stop() {
    signal("STOP");
  }

  /** Lets them go on, as SIGCONT does: calls that hung are answered. */
  public void cont() {
    signal("CONT");
  }

  /** Kills the processes; whatever they had in memory is lost. */
  public void kill() {
    Process running = process;
    if (running == null) {
      return;
    }
    List<ProcessHandle> all = family(running);
    all.forEach(ProcessHandle::destroyForcibly);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!all.stream().allMatch(P11KitServer::isDead)) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("p11-kit's server outlives its killing");
      }
      LockSupport.parkNanos(500_000);
    }
    process = null;
  }

  /** Also one that nobody has waited for: where process 1 is no init, that may be for ever. */
  private static boolean isDead(ProcessHandle each) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(each.pid()), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return true; // no such process any more
    }
  }

  /** Starts the server again, after killing it if it still runs. */
  public void restart() {
    kill();
    start();
  }

  @Override
  public void close() {
    kill();
  }

  private void start() {
    Path program = Path.of(TestFolders.required("kekkai.test.p11kitserver"));
    ProcessBuilder builder =
        new ProcessBuilder(
                program.toString(),
                "--foreground",
                "--provider",
                real.module().toString(),
                "--name",
                socket.toString(),
                real.setting("token"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // Each client is served by a program that the server looks for where it was installed.
    builder
        .environment()
        .put("P11_KIT_PRIVATEDIR", program.toAbsolutePath().resolveSibling("").toString());
    try {
      Files.deleteIfExists(socket);
      Process started = builder.start();
      process = started;
      awaitReady(started);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady(Process started) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.readString(log).contains(READY)) {
      if (!started.isAlive() || System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("p11-kit's server did not start: " + Files.readString(log));
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void signal(String name) {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("The server does not run: restart it first");
    }
    for (ProcessHandle each : family(running)) {
      try {
        // A shell has kill built in; the program of that name is not everywhere.
        int exit =
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + each.pid()).start().waitFor();
        if (exit != 0 && each.isAlive()) {
          throw new IllegalStateException("kill -" + name + " ended with " + exit);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while signalling the server", e);
      }
    }
  }

  /** The server first, so that it starts no other process for a client meanwhile. */
  private static List<ProcessHandle> family(Process server) {
    return Stream.concat(Stream.of(server.toHandle()), server.descendants()).toList();
  }
}
