package dev.kekkai.client;

import static dev.kekkai.client.TestNet.ONE;
import static dev.kekkai.client.TestNet.SIGNING;
import static dev.kekkai.client.TestNet.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kekkai.client.FakeKeyServer.Reply;
import dev.kekkai.client.FakeKeyServer.Seen;
import dev.kekkai.formats.EncryptionContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {

  private static final EncryptionContext CONTEXT = EncryptionContext.empty();
  private static final Reply OK = KeyServerClientTest.opened(new byte[] {1}, false);

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 502, 503, 504})
  void a_server_that_is_away_is_asked_again_signed_anew(int status) throws Exception {
    ONE.answer(Reply.problem(status), Reply.problem(status), OK);
    try (KeyServerClient client = TestNet.client().build()) {
      assertThat(client.open("a.b", CONTEXT)).containsExactly(1);
    }

    assertThat(ONE.seen()).hasSize(3);
    for (Seen each : ONE.seen()) {
      assertThat(each.isSignedBy(SIGNING)).isTrue();
    }
    assertThat(ONE.seen().stream().map(RetryTest::nonce).distinct()).hasSize(3);
  }

  @Test
  void the_next_server_is_asked_and_then_kept() throws Exception {
    ONE.answer(Reply.problem(503));
    TWO.answer(OK);
    try (KeyServerClient client = TestNet.client(ONE, TWO).build()) {
      client.open("a.b", CONTEXT);
      client.open("a.b", CONTEXT);
      client.open("a.b", CONTEXT);
    }

    assertThat(ONE.seen()).hasSize(1);
    assertThat(TWO.seen()).hasSize(3);
    assertThat(TWO.seen()).allMatch(each -> each.target().getPort() == TWO.port());
    assertThat(TWO.seen().get(0).isSignedBy(SIGNING)).isTrue();
  }

  @Test
  void a_server_that_fails_inside_is_left_for_another_until_the_deadline() throws Exception {
    ONE.answer(Reply.problem(500));
    TWO.answer(OK);
    try (KeyServerClient client = TestNet.client(ONE, TWO).build()) {
      assertThat(client.open("a.b", CONTEXT)).containsExactly(1);
    }
    assertThat(ONE.seen()).hasSize(1);

    List<OptionalInt> answers = new ArrayList<>();
    try (KeyServerClient client =
        TestNet.client()
            .deadline(Duration.ofMillis(300))
            .attemptTimeout(Duration.ofMillis(300))
            .listener((url, status, took) -> answers.add(status))
            .build()) {
      Throwable thrown = catchThrowable(() -> client.open("a.b", CONTEXT));
      assertThat(thrown)
          .isInstanceOf(KeyServerUnavailableException.class)
          .hasMessage("No key server did it within 300 ms: " + ONE.url() + seen(answers, 500));
    }
  }

  @Test
  void a_server_that_is_not_there_is_passed_over() throws Exception {
    TWO.answer(OK);
    URI gone = URI.create("https://localhost:" + closedPort());
    KeyServerClientBuilder builder = TestNet.client(new FakeKeyServer[0]).url(gone);
    Duration sixTenths = Duration.ofMillis(600);
    try (KeyServerClient client = builder.deadline(sixTenths).attemptTimeout(sixTenths).build()) {
      assertThatThrownBy(() -> client.open("a.b", CONTEXT))
          .isInstanceOf(KeyServerUnavailableException.class)
          .hasMessage("No key server did it within 600 ms: " + gone + ": no connection")
          .hasCauseInstanceOf(IOException.class);
    }
    try (KeyServerClient client = builder.url(TWO.url()).deadline(Duration.ofSeconds(10)).build()) {
      assertThat(client.open("a.b", CONTEXT)).containsExactly(1);
    }
  }

  @Test
  void a_server_that_dies_in_the_handshake_is_asked_again() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    ONE.answer(OK);
    try (TestProxy proxy = new TestProxy(ONE.port());
        KeyServerClient client =
            TestNet.client(new FakeKeyServer[0])
                .url(URI.create("https://localhost:" + proxy.port()))
                .listener((url, status, took) -> attempts.incrementAndGet())
                .build()) {
      proxy.breakNext(4);
      assertThat(client.open("a.b", CONTEXT)).containsExactly(1);
      assertThat(attempts).hasValueBetween(3, 5); // after a reset the JDK itself tries once more
    }
  }

  @Test
  void a_silent_server_is_given_up_within_the_deadline_and_the_next_one_asked() throws Exception {
    ONE.answer(Reply.silence());
    TWO.answer(OK);
    Queue<String> attempts = new ConcurrentLinkedQueue<>();
    try (FakeKeyServer silent = silent();
        KeyServerClient client =
            TestNet.client(silent, TWO)
                .attemptTimeout(Duration.ofMillis(300))
                .listener((url, status, took) -> attempts.add(url.getPort() + " " + status))
                .build()) {
      assertThat(client.open("a.b", CONTEXT)).containsExactly(1);
      assertThat(attempts)
          .startsWith(silent.port() + " OptionalInt.empty")
          .endsWith(TWO.port() + " OptionalInt[200]");
    }
  }

  @Test
  void the_deadline_ends_all_attempts() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    try (FakeKeyServer silent = silent();
        KeyServerClient client =
            TestNet.client(silent)
                .deadline(Duration.ofMillis(400))
                .listener((url, status, took) -> attempts.incrementAndGet())
                .build()) {
      assertThatThrownBy(() -> client.open("a.b", CONTEXT))
          .isInstanceOf(KeyServerUnavailableException.class)
          .hasMessage(
              "No key server did it within 400 ms: " + silent.url() + ": no answer in time");
      assertThat(attempts).hasValueBetween(1, 3);
    }
  }

  @Test
  void a_caller_without_time_does_no_harm_to_others() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger requests = new AtomicInteger();
    ONE.answer(
        request -> {
          if (requests.getAndIncrement() > 0) {
            await(release);
          }
          return OK;
        });
    try (TestProxy proxy = new TestProxy(ONE.port());
        KeyServerClient client =
            TestNet.client(new FakeKeyServer[0])
                .url(URI.create("https://localhost:" + proxy.port()))
                .build()) {
      client.open("a.b", CONTEXT);
      List<ItemResult<Opened>> results =
          client.openAll(KeyServerClientTest.requests(1), Duration.ofMillis(30));
      assertThatThrownBy(results.get(0)::get).isInstanceOf(KeyServerUnavailableException.class);
      release.countDown();

      client.open("a.b", CONTEXT);
      assertThat(proxy.connections()).as("the connection is not given up").isEqualTo(1);
    }
  }

  @Test
  void an_answer_that_stops_in_the_middle_is_given_up() throws Exception {
    // Content-Length promises more than comes; then the server says nothing more
    try (FakeKeyServer stalling =
            new FakeKeyServer(TestNet.CA.server("localhost"), TestNet.CA, "TLSv1.3");
        KeyServerClient client =
            TestNet.client(stalling).deadline(Duration.ofMillis(400)).build()) {
      stalling.stallAfterHeaders();
      assertThatThrownBy(() -> client.open("a.b", CONTEXT))
          .isInstanceOf(KeyServerUnavailableException.class)
          .hasMessageContaining("no answer in time");
    }
  }

  @Test
  void a_quota_that_is_free_again_within_the_deadline_is_waited_for() throws Exception {
    ONE.answer(Reply.problem(429).with("retry-after", "0"), OK);
    try (KeyServerClient client = TestNet.client().build()) {
      assertThat(client.open("a.b", CONTEXT)).containsExactly(1);
    }
    assertThat(ONE.seen()).hasSize(2);
    assertThat(ONE.seen().stream().map(RetryTest::nonce).distinct()).hasSize(2);
  }

  @Test
  void a_quota_that_is_not_free_before_the_deadline_is_said_with_its_time() throws Exception {
    ONE.answer(Reply.problem(429).with("retry-after", "30"));
    try (KeyServerClient client = TestNet.client().build()) {
      assertThatThrownBy(() -> client.open("a.b", CONTEXT))
          .isInstanceOfSatisfying(
              QuotaExceededException.class,
              e -> assertThat(e.retryAfter()).hasValue(Duration.ofSeconds(30)))
          .hasMessage("The quota of this client for the KEK is used up: try again in 30 s");
      assertThat(ONE.seen()).hasSize(1);

      for (String bad : List.of("soon", "-1", "99999999999")) {
        ONE.answer(Reply.problem(429).with("retry-after", bad));
        assertThatThrownBy(() -> client.open("a.b", CONTEXT))
            .isInstanceOfSatisfying(
                QuotaExceededException.class, e -> assertThat(e.retryAfter()).isEmpty());
        assertThat(ONE.seen()).hasSize(1);
      }
    }
  }

  @Test
  void a_restarted_server_is_found_again() throws Exception {
    TestCa.Issued identity = TestNet.CA.server("localhost");
    FakeKeyServer first =
        new FakeKeyServer(identity.keyStore(), TestNet.CA.trustStore(), "TLSv1.3", 0);
    first.answer(OK);
    int port = first.port();
    try (KeyServerClient client = TestNet.client(first).build()) {
      client.open("a.b", CONTEXT);
      first.close();
      try (FakeKeyServer second =
          new FakeKeyServer(identity.keyStore(), TestNet.CA.trustStore(), "TLSv1.3", port)) {
        second.answer(OK);
        assertThat(client.open("a.b", CONTEXT)).containsExactly(1);
        assertThat(second.seen()).hasSize(1);
      }
    }
  }

  @Test
  void a_connection_that_went_silent_is_not_used_again() throws Exception {
    try (TestProxy proxy = new TestProxy(ONE.port());
        KeyServerClient client =
            TestNet.client(new FakeKeyServer[0])
                .url(URI.create("https://localhost:" + proxy.port()))
                .attemptTimeout(Duration.ofMillis(300))
                .build()) {
      ONE.answer(OK);
      client.open("a.b", CONTEXT);
      int before = proxy.connections();
      proxy.silenceOpenConnections();

      assertThat(client.open("a.b", CONTEXT)).containsExactly(1);
      assertThat(proxy.connections()).isGreaterThan(before);
    }
  }

  @Test
  void behind_a_balancer_a_server_that_is_away_is_left_for_another() throws Exception {
    ONE.answer(Reply.problem(503));
    TWO.answer(OK);
    try (TestProxy balancer = new TestProxy(ONE.port(), TWO.port());
        KeyServerClient client =
            TestNet.client(new FakeKeyServer[0])
                .url(URI.create("https://localhost:" + balancer.port()))
                .build()) {
      client.open("a.b", CONTEXT);
      client.open("a.b", CONTEXT);

      assertThat(ONE.seen()).hasSize(1);
      assertThat(TWO.seen()).hasSize(2);
      assertThat(balancer.connections()).isEqualTo(2);
    }
  }

  @Test
  void connections_are_not_given_up_again_and_again() throws Exception {
    ONE.answer(Reply.problem(503));
    List<OptionalInt> answers = new ArrayList<>();
    try (TestProxy balancer = new TestProxy(ONE.port());
        KeyServerClient client =
            TestNet.client(new FakeKeyServer[0])
                .url(URI.create("https://localhost:" + balancer.port()))
                .deadline(Duration.ofMillis(700))
                .attemptTimeout(Duration.ofMillis(700))
                .listener((url, status, took) -> answers.add(status))
                .build()) {
      Throwable thrown = catchThrowable(() -> client.open("a.b", CONTEXT));
      assertThat(thrown)
          .isInstanceOf(KeyServerUnavailableException.class)
          .hasMessageEndingWith(seen(answers, 503));

      assertThat(answers).hasSizeGreaterThan(1);
      assertThat(balancer.connections()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void an_interrupt_ends_the_waiting_and_stays_set() throws Exception {
    try (FakeKeyServer silent = silent();
        KeyServerClient client = TestNet.client(silent).build()) {
      AtomicReference<Object> outcome = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  client.open("a.b", CONTEXT);
                } catch (KeyServerException e) {
                  outcome.set(e.getMessage() + Thread.currentThread().isInterrupted());
                }
              });
      caller.start();
      waitFor(() -> !silent.seen().isEmpty());
      caller.interrupt();
      caller.join(5_000);

      assertThat(outcome).hasValue("Interrupted while waiting for the key servertrue");
    }
  }

  @Test
  void closing_ends_the_waiting() throws Exception {
    ONE.answer(Reply.problem(503).with("retry-after", "2"));
    KeyServerClient client = TestNet.client().build();
    AtomicReference<String> outcome = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                client.open("a.b", CONTEXT);
              } catch (KeyServerException e) {
                outcome.set(e.getMessage());
              }
            });
    caller.start();
    waitFor(() -> !ONE.seen().isEmpty());
    client.close();
    caller.join(5_000);

    assertThat(outcome.get()).startsWith("The client ").contains("closed");
  }

  @Test
  void no_more_requests_are_in_flight_than_allowed() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    ONE.answer(
        request -> {
          await(release);
          return OK;
        });
    try (KeyServerClient client = TestNet.client().maxInFlight(1).build()) {
      Thread first =
          new Thread(
              () -> {
                try {
                  client.open("a.b", CONTEXT);
                } catch (KeyServerException e) {
                  throw new IllegalStateException(e);
                }
              });
      first.start();
      waitFor(() -> !ONE.seen().isEmpty());
      Thread second = new Thread(() -> client.openAll(KeyServerClientTest.requests(1)));
      second.start();
      waitFor(() -> second.getState() == Thread.State.TIMED_WAITING);
      assertThat(ONE.seen()).hasSize(1);
      release.countDown();
      first.join(5_000);
      second.join(5_000);
      assertThat(ONE.seen()).hasSize(2);
    }
  }

  @Test
  void a_batch_cut_off_by_the_deadline_fails_with_those_after_it() throws Exception {
    AtomicInteger batches = new AtomicInteger();
    String full =
        "{\"results\":["
            + String.join(",", java.util.Collections.nCopies(100, "{\"error\":\"quota\"}"))
            + "]}";
    try (FakeKeyServer server =
        new FakeKeyServer(TestNet.CA.server("localhost"), TestNet.CA, "TLSv1.3")) {
      server.answer(request -> batches.getAndIncrement() == 0 ? Reply.json(full) : Reply.silence());
      try (KeyServerClient client = TestNet.client(server).build()) {
        client.openAll(KeyServerClientTest.requests(100)); // connects
        batches.set(0);
        List<ItemResult<Opened>> results =
            client.openAll(KeyServerClientTest.requests(300), Duration.ofMillis(600));

        assertThatThrownBy(results.get(99)::get).isInstanceOf(QuotaExceededException.class);
        assertThatThrownBy(results.get(100)::get).isInstanceOf(KeyServerUnavailableException.class);
        assertThatThrownBy(results.get(299)::get).isInstanceOf(KeyServerUnavailableException.class);
        assertThat(batches).hasValue(2);
      }
    }
  }

  @Test
  void a_listener_that_fails_changes_nothing() throws Exception {
    ONE.answer(OK);
    try (CapturedLog log = new CapturedLog();
        KeyServerClient client =
            TestNet.client()
                .listener(
                    (url, status, took) -> {
                      throw new IllegalStateException("listener");
                    })
                .build()) {
      assertThat(client.open("a.b", CONTEXT)).containsExactly(1);
      assertThat(log.warnings()).containsExactly("The client's listener failed");
    }
  }

  private static FakeKeyServer silent() throws Exception {
    FakeKeyServer server = new FakeKeyServer(TestNet.CA.server("localhost"), TestNet.CA, "TLSv1.3");
    server.answer(Reply.silence());
    return server;
  }

  private static int closedPort() throws Exception {
    try (ServerSocket gone = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      return gone.getLocalPort();
    }
  }

  private static String nonce(Seen request) {
    try {
      return request.signature().nonce();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the message says: an attempt that the deadline cut off tells less than one before it. */
  private static String seen(List<OptionalInt> answers, int status) {
    assertThat(answers)
        .contains(OptionalInt.of(status))
        .isSubsetOf(List.of(OptionalInt.of(status), OptionalInt.empty()));
    return ": HTTP " + status;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void waitFor(java.util.function.BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting in vain").isLessThan(end);
      Thread.sleep(5);
    }
  }
}
