package dev.kekkai.keyserver.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.kekkai.keyserver.audit.Events;
import dev.kekkai.keyserver.audit.format.AuditRow;
import dev.kekkai.keyserver.audit.format.Bytes;
import dev.kekkai.keyserver.audit.format.HashChain;
import dev.kekkai.keyserver.audit.format.Seal;
import dev.kekkai.keyserver.audit.format.SealKind;
import dev.kekkai.keyserver.audit.format.SignedSeal;
import dev.kekkai.keyserver.audit.json.AuditJson;
import dev.kekkai.keyserver.syslog.SyslogTarget;
import dev.kekkai.keyserver.webhook.EndlessAnswer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration SOON = Duration.ofSeconds(10);
  @TempDir private Path folder;

  @Test
  void a_file_gets_a_line_for_each_seal() throws Exception {
    Path file = folder.resolve("seals.jsonl");
    Witness witness = Witnesses.file(file, CLOCK);
    witness.accept(seal(1));
    witness.accept(seal(2));
    witness.close(SOON);
    assertThat(rows(Files.readAllLines(file)))
        .extracting(AuditRow.SealRow::number)
        .containsExactly(1L, 2L);
    assertThat(witness.status().delivered()).isEqualTo(2);
    assertThat(witness.status().trouble()).isNull();
    assertThat(witness.status().name()).isEqualTo("file:" + file);
  }

  @Test
  void a_line_that_a_crash_cut_short_does_not_spoil_the_next() throws Exception {
    Path file = folder.resolve("seals.jsonl");
    Files.writeString(file, "{\"type\":\"se");
    Witness witness = Witnesses.file(file, CLOCK);
    witness.accept(seal(1));
    witness.close(SOON);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(2);
    assertThat(rows(lines.subList(1, 2))).hasSize(1);
  }

  @Test
  void a_file_that_was_moved_away_is_begun_anew() throws Exception {
    Path file = folder.resolve("seals.jsonl");
    Witness witness = Witnesses.file(file, CLOCK);
    witness.accept(seal(1));
    await(() -> witness.status().delivered() == 1);
    Files.move(file, folder.resolve("seals.jsonl.1"));
    witness.accept(seal(2));
    witness.close(SOON);
    assertThat(rows(Files.readAllLines(file)))
        .extracting(AuditRow.SealRow::number)
        .containsExactly(2L);
  }

  @Test
  void seals_wait_for_a_witness_that_is_away_and_nobody_waits_for_it() throws Exception {
    Path absent = folder.resolve("absent");
    Witness witness = Witnesses.file(absent.resolve("seals.jsonl"), CLOCK);
    for (int number = 1; number <= 250; number++) {
      witness.accept(seal(number));
    }
    await(() -> witness.status().trouble() != null);
    assertThat(witness.status().pending()).isEqualTo(250);
    assertThat(witness.status().trouble()).contains("NoSuchFileException");
    Files.createDirectory(absent);
    await(() -> witness.status().pending() == 0);
    witness.close(SOON);
    assertThat(rows(Files.readAllLines(absent.resolve("seals.jsonl")))).hasSize(250);
    assertThat(witness.status().trouble()).isNull();
    assertThat(witness.status().dropped()).isZero();
  }

  @Test
  void of_too_many_waiting_seals_the_newest_are_kept() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    List<SignedSeal> taken = new CopyOnWriteArrayList<>();
    Witness witness =
        new QueuedWitness(
            sink(
                seals -> {
                  open.await();
                  taken.addAll(seals);
                }),
            3,
            CLOCK);
    witness.accept(seal(1));
    await(() -> witness.status().pending() == 1);
    for (int number = 2; number <= 6; number++) {
      witness.accept(seal(number));
    }
    assertThat(witness.status().pending()).isEqualTo(3);
    assertThat(witness.status().dropped()).isEqualTo(3);
    open.countDown();
    witness.close(SOON);
    assertThat(taken).extracting(seal -> seal.seal().number()).endsWith(4L, 5L, 6L);
  }

  @Test
  void an_error_does_not_end_a_witness() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Witness witness =
        new QueuedWitness(
            sink(
                seals -> {
                  if (calls.incrementAndGet() == 1) {
                    throw new AssertionError("for once");
                  }
                }),
            10,
            CLOCK);
    witness.accept(seal(1));
    witness.close(SOON);
    assertThat(witness.status().pending()).isZero();
  }

  @Test
  void servers_that_share_a_file_write_over_nothing() throws Exception {
    Path file = folder.resolve("seals.jsonl");
    ExecutorService servers = Executors.newFixedThreadPool(4);
    try {
      Callable<Void> server =
          () -> {
            try (FileSink sink = new FileSink(file)) {
              for (int i = 0; i < 10; i++) {
                sink.send(LongStream.rangeClosed(1, 100).mapToObj(WitnessTest::seal).toList());
              }
            }
            return null;
          };
      for (Future<Void> done : servers.invokeAll(Collections.nCopies(4, server))) {
        done.get();
      }
    } finally {
      servers.shutdownNow();
    }
    List<String> lines = Files.readAllLines(file).stream().filter(l -> !l.isBlank()).toList();
    assertThat(rows(lines)).hasSize(4 * 10 * 100);
  }

  @Test
  void a_witness_that_never_comes_back_does_not_hold_up_the_end() throws Exception {
    Witness witness =
        new QueuedWitness(
            sink(
                seals -> {
                  throw new IOException("away");
                }),
            10,
            CLOCK);
    witness.accept(seal(1));
    witness.close(Duration.ofMillis(20));
    assertThat(witness.status().pending()).isEqualTo(1);
  }

  @Test
  void a_syslog_server_gets_datagrams_as_the_rfc_has_them() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Witness witness = syslog(SyslogTarget.Transport.UDP, server.getLocalPort());
      SignedSeal seal = seal(1);
      witness.accept(seal);
      DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
      server.setSoTimeout(10_000);
      server.receive(packet);
      String message = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
      assertThat(message)
          .isEqualTo(
              String.format(
                  Locale.ROOT,
                  "<109>1 2026-11-26T10:15:30.123456Z ks-1 kekkai %d seal - %s",
                  ProcessHandle.current().pid(),
                  AuditJson.line(seal)));
      witness.close(SOON);
    }
  }

  @Test
  void a_syslog_server_that_goes_and_comes_back_misses_nothing() throws Exception {
    List<String> received = new CopyOnWriteArrayList<>();
    int port;
    Witness witness;
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
      witness = syslog(SyslogTarget.Transport.TCP, port);
      witness.accept(seal(1));
      try (Socket connection = server.accept()) {
        received.add(frame(connection));
      }
    }
    witness.accept(seal(2));
    await(() -> witness.status().trouble() != null);
    try (ServerSocket server = new ServerSocket()) {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      try (Socket connection = server.accept()) {
        received.add(frame(connection)); // once more: it may have been lost
        received.add(frame(connection));
      }
      witness.close(SOON);
    }
    assertThat(received).hasSize(3);
    assertThat(received.get(0)).contains("\"number\":1");
    assertThat(received.get(1)).isEqualTo(received.get(0));
    assertThat(received.get(2)).contains("\"number\":2");
  }

  /** One message, octet counting. */
  private static String frame(Socket connection) throws IOException {
    DataInputStream in = new DataInputStream(connection.getInputStream());
    int length = 0;
    for (int c = in.read(); c != ' '; c = in.read()) {
      length = 10 * length + (c - '0');
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  @Test
  void a_webhook_is_asked_again_until_it_takes_the_seal() throws Exception {
    List<String> bodies = new CopyOnWriteArrayList<>();
    AtomicInteger calls = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.createContext(
        "/seals",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          boolean first = calls.incrementAndGet() == 1;
          if (!first) {
            bodies.add(new String(body, StandardCharsets.UTF_8));
          }
          exchange.sendResponseHeaders(first ? 503 : 204, -1);
          exchange.close();
        });
    server.start();
    try {
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/seals?t=secret");
      Witness witness = Witnesses.webhook(uri, CLOCK);
      witness.accept(seal(1));
      await(() -> witness.status().delivered() == 1);
      witness.accept(seal(2));
      witness.close(SOON);
      assertThat(rows(bodies)).extracting(AuditRow.SealRow::number).containsExactly(1L, 2L);
      assertThat(calls).hasValue(3);
      assertThat(witness.status().name()).isEqualTo("http://127.0.0.1");
    } finally {
      server.stop(0);
    }
  }

  @Test
  @Timeout(30)
  void a_webhook_that_answers_without_end_is_a_failure() throws Exception {
    try (EndlessAnswer server = new EndlessAnswer()) {
      SealSink sink =
          new WebhookSink(server.uri(), HttpClient.newHttpClient(), Duration.ofMillis(100));
      assertThatThrownBy(() -> sink.send(List.of(seal(1))))
          .isInstanceOf(IOException.class)
          .hasMessage("There was no whole answer within 100 ms");
      server.awaitHangUp();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://log.example/seals", "ftp://127.0.0.1/", "https://u:p@log.example/", "/x"})
  void a_webhook_whose_answer_anybody_could_give_is_refused(String uri) {
    assertThatThrownBy(() -> Witnesses.webhook(URI.create(uri), CLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is https://HOST/..., or http://127.0.0.1/... on this machine");
  }

  private static Witness syslog(SyslogTarget.Transport transport, int port) {
    return Witnesses.syslog(new SyslogTarget(transport, "127.0.0.1", port, null), CLOCK);
  }

  private static List<AuditRow.SealRow> rows(List<String> lines) throws Exception {
    List<AuditRow.SealRow> rows = new ArrayList<>();
    for (String line : lines) {
      rows.add((AuditRow.SealRow) AuditJson.parse(line));
    }
    return rows;
  }

  /** A witness does not look at signatures. */
  private static SignedSeal seal(long number) {
    Bytes hash = HashChain.start(new byte[] {1});
    return new SignedSeal(
        new Seal(new UUID(1, 2), number, SealKind.REGULAR, "ks-1", number, hash, Events.TIME, hash),
        Bytes.of(new byte[] {1, 2, 3}));
  }

  private interface Taking {
    void take(List<SignedSeal> seals) throws IOException, InterruptedException;
  }

  private static SealSink sink(Taking taking) {
    return new SealSink() {
      @Override
      public String name() {
        return "test";
      }

      @Override
      public void send(List<SignedSeal> seals) throws IOException, InterruptedException {
        taking.take(seals);
      }

      @Override
      public void close() {
        // nothing is open
      }
    };
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.sleep(5);
    }
  }
}
