package dev.kekkai.client;

import static dev.kekkai.client.TestNet.ONE;
import static dev.kekkai.client.TestNet.SIGNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.client.FakeKeyServer.Reply;
import dev.kekkai.client.FakeKeyServer.Seen;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.EnvelopeSealer;
import dev.kekkai.formats.envelope.SealedEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("try") // some are closed early, some only work in the background
class KeyServerClientTest {

  private static final EncryptionContext CONTEXT = EncryptionContext.of("users", "ö\"\\\n", "17");
  private static final byte[] VALUE = "JBSWY3DPEHPK3PXP".getBytes(StandardCharsets.UTF_8);

  private final KeyServerClient client = TestNet.CLIENT;

  @Test
  void opens_an_item_in_a_signed_request_over_http_2_with_its_certificate() throws Exception {
    String item = sealed();
    ONE.answer(
        request -> {
          assertThat(request.body())
              .isEqualTo(
                  "{\"item\":\"" + item + "\",\"context\":[\"users\",\"ö\\\"\\\\\\n\",\"17\"]}");
          return opened(VALUE, true);
        });

    assertThat(client.open(item, CONTEXT)).isEqualTo(VALUE);
    try (Opened opened = client.open(new OpenRequest(item, CONTEXT))) {
      assertThat(opened.kek()).isEqualTo("payments.v1");
      assertThat(opened.isStale()).isTrue();
      assertThat(opened).hasToString("Opened[payments.v1, stale]");
    }

    assertThat(ONE.seen()).hasSize(2);
    Seen request = ONE.seen().get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target().getPath()).isEqualTo("/v1/decrypt");
    assertThat(request.protocol()).isEqualTo("HTTP/2.0");
    assertThat(request.headers().get("content-type")).containsExactly("application/json");
    assertThat(request.client().getSubjectX500Principal().getName()).isEqualTo("CN=app-1");
    assertThat(request.isSignedBy(SIGNING)).isTrue();
    assertThat(ONE.seen().get(1).signature().nonce()).isNotEqualTo(request.signature().nonce());
  }

  @Test
  void empty_and_binary_values_come_as_they_are() throws Exception {
    byte[] all = new byte[256];
    IntStream.range(0, all.length).forEach(i -> all[i] = (byte) i);
    for (int length : new int[] {0, 1, 2, 3, 254, 255, 256}) {
      byte[] value = java.util.Arrays.copyOf(all, length);
      ONE.answer(opened(value, false));

      assertThat(client.open("a.b", CONTEXT)).isEqualTo(value);
    }
  }

  @Test
  void what_no_server_could_open_is_not_sent() {
    ONE.answer(Reply.problem(500));

    for (String item : new String[] {"", "a b", "a.b\n", "é", "a".repeat(1536 * 1024 + 1)}) {
      assertThatThrownBy(() -> client.open(item, CONTEXT))
          .isInstanceOf(NotOpenedException.class)
          .hasMessage("The item does not open with this context");
    }
    assertThat(ONE.seen()).isEmpty();
  }

  @Test
  void refusals_have_exceptions_of_their_own_and_are_not_repeated() {
    Map<Integer, Class<? extends KeyServerException>> expected =
        Map.of(
            400, RequestRefusedException.class,
            401, UnauthenticatedException.class,
            403, ForbiddenException.class,
            404, RequestRefusedException.class,
            405, RequestRefusedException.class,
            413, RequestRefusedException.class,
            415, RequestRefusedException.class,
            422, NotOpenedException.class,
            431, RequestRefusedException.class,
            302, UnexpectedAnswerException.class);
    expected.forEach(
        (status, type) -> {
          ONE.answer(Reply.problem(status).with("location", "https://localhost:1/"));
          assertThatThrownBy(() -> client.open("a.b", CONTEXT)).isExactlyInstanceOf(type);
          assertThat(ONE.seen()).as("HTTP %s", status).hasSize(1);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, <html>not here</html>",
    "application/problem+json, {\"type\":\"about:blank\"}",
    "application/problem+json, {\"title\":\"urn:kekkai:problem:internal\"}",
    "application/problem+json, {\"type\":[\"urn:kekkai:problem:internal\"]}",
    "application/problem+json, {\"type\":\"urn:kekkai:problem:internal\"",
    "application/problem+json, [\"urn:kekkai:problem:internal\"]",
    "application/json, {\"type\":\"urn:kekkai:problem:internal\"}",
    "application/problem+json, ''"
  })
  void what_others_answer_at_the_address_is_no_answer_of_a_key_server(String type, String body) {
    for (int status : new int[] {404, 405, 431, 500}) {
      ONE.answer(
          new Reply(status, Map.of("content-type", type), body.getBytes(StandardCharsets.UTF_8)));
      assertThatThrownBy(() -> client.open("a.b", CONTEXT))
          .isInstanceOf(UnexpectedAnswerException.class)
          .hasMessage("Not the answer of a key server: HTTP " + status);
      assertThat(ONE.seen()).hasSize(1);
    }
  }

  @Test
  void a_problem_may_say_more_and_name_its_type_late() {
    String body =
        "{\"status\":404,\"more\":{\"type\":1},\"type\":\"urn:kekkai:problem:not-found\"}";
    ONE.answer(
        new Reply(
            404,
            Map.of("content-type", "application/problem+json; charset=utf-8"),
            body.getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() -> client.open("a.b", CONTEXT))
        .isInstanceOfSatisfying(
            RequestRefusedException.class, e -> assertThat(e.status()).isEqualTo(404))
        .hasMessage(
            "The key server refused the request: of a kind that it does not know (HTTP 404)");
  }

  @Test
  void a_clock_that_is_off_is_named_when_the_signature_is_refused() {
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(95));
    ONE.answer(Reply.problem(401));

    try (KeyServerClient fast = TestNet.client().clock(late).build()) {
      assertThatThrownBy(() -> fast.open("a.b", CONTEXT))
          .isInstanceOf(UnauthenticatedException.class)
          .hasMessageMatching(".*and the clock, which is 9\\d s ahead of the server's");
    }
    assertThatThrownBy(() -> client.open("a.b", CONTEXT))
        .hasMessageEndingWith("and the clock (this one agrees with the server's)");
  }

  @Test
  void many_items_go_in_batches_of_100_and_results_are_in_order() {
    ONE.answer(
        request ->
            batch(request, i -> openedJson(("value " + i).getBytes(StandardCharsets.UTF_8))));
    List<OpenRequest> requests = requests(250);

    List<ItemResult<Opened>> results = client.openAll(requests);

    assertThat(results).hasSize(250);
    assertThat(results.stream().map(KeyServerClientTest::text).toList())
        .isEqualTo(IntStream.range(0, 250).mapToObj(i -> "value " + i).toList());
    assertThat(ONE.seen().stream().map(each -> items(each).size())).containsExactly(100, 100, 50);
    assertThat(ONE.seen()).allMatch(each -> each.target().getPath().equals("/v1/decrypt/batch"));
  }

  @Test
  void long_items_go_in_smaller_batches() {
    ONE.answer(request -> batch(request, i -> openedJson(new byte[] {1})));
    List<OpenRequest> requests = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      requests.add(new OpenRequest(i + "." + "a".repeat(700_000), CONTEXT));
    }

    assertThat(client.openAll(requests)).allMatch(ItemResult::isDone);
    assertThat(ONE.seen().stream().map(each -> items(each).size())).containsExactly(2, 2, 1);
    assertThat(ONE.seen()).allMatch(each -> each.body().length() <= 2 * 1024 * 1024);
  }

  @Test
  void each_item_of_a_batch_has_its_own_fate() throws Exception {
    ONE.answer(
        request ->
            batch(
                request,
                i ->
                    switch (i) {
                      case 1 -> "{\"error\":\"not-opened\"}";
                      case 2 -> "{\"error\":\"forbidden\"}";
                      case 3 -> "{\"error\":\"quota\"}";
                      case 4 -> "{\"error\":\"unavailable\"}";
                      default -> openedJson(VALUE);
                    }));
    List<OpenRequest> requests = new ArrayList<>(requests(6));
    requests.add(3, new OpenRequest("no item", CONTEXT));

    List<ItemResult<Opened>> results = client.openAll(requests);

    assertThat(results.get(0).get().plaintext()).isEqualTo(VALUE);
    assertThatThrownBy(results.get(1)::get).isInstanceOf(NotOpenedException.class);
    assertThatThrownBy(results.get(2)::get).isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(results.get(3)::get).isInstanceOf(NotOpenedException.class);
    assertThatThrownBy(results.get(4)::get).isInstanceOf(QuotaExceededException.class);
    assertThatThrownBy(results.get(5)::get).isInstanceOf(KeyServerUnavailableException.class);
    assertThat(results.get(6).isDone()).isTrue();
    assertThat(results).hasSize(7);
    assertThat(ONE.seen()).hasSize(1);
  }

  @Test
  void a_batch_refused_as_a_whole_ends_the_run_and_what_was_opened_stays() throws Exception {
    ONE.answer(
        request ->
            items(request).contains("item.0")
                ? batch(request, i -> openedJson(VALUE))
                : Reply.problem(403));

    List<ItemResult<Opened>> results = client.openAll(requests(301));

    assertThat(results.subList(0, 100)).allMatch(ItemResult::isDone);
    assertThat(results.subList(100, 301))
        .allSatisfy(each -> assertThatThrownBy(each::get).isInstanceOf(ForbiddenException.class));
    assertThat(ONE.seen()).hasSize(2);
  }

  @Test
  void no_items_are_no_request() {
    ONE.answer(Reply.problem(500));

    assertThat(client.openAll(List.of())).isEmpty();
    assertThat(client.resealAll(List.of())).isEmpty();
    assertThat(ONE.seen()).isEmpty();
  }

  @Test
  void reseals_and_looks_at_the_new_item_first() throws Exception {
    String fresh = new EnvelopeSealer(TestKeks.publicKek("payments.v2")).seal(VALUE, CONTEXT);
    ONE.answer(Reply.json("{\"item\":\"" + fresh + "\",\"kek\":\"payments.v2\"}"));

    Resealed resealed = client.reseal("a.b", CONTEXT);

    assertThat(resealed.item()).isEqualTo(fresh);
    assertThat(resealed.kek()).isEqualTo("payments.v2");
    assertThat(resealed).hasToString("Resealed[payments.v2]");
    assertThat(ONE.seen().get(0).target().getPath()).isEqualTo("/v1/reseal");
    assertThatThrownBy(() -> client.reseal("a.b", EncryptionContext.of("other")))
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageContaining("another KEK or context");
    ONE.answer(Reply.json("{\"item\":\"" + fresh + "\",\"kek\":\"payments.v3\"}"));
    assertThatThrownBy(() -> client.reseal("a.b", CONTEXT))
        .isInstanceOf(UnexpectedAnswerException.class);
    ONE.answer(Reply.json("{\"item\":\"a.b\",\"kek\":\"payments.v3\"}"));
    assertThatThrownBy(() -> client.reseal("a.b", CONTEXT))
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageContaining("no sealed envelope");
  }

  @Test
  void reseals_many_and_one_bad_new_item_spoils_no_other() throws Exception {
    EnvelopeSealer sealer = new EnvelopeSealer(TestKeks.publicKek("payments.v2"));
    ONE.answer(
        request ->
            batch(
                request,
                i ->
                    "{\"item\":\""
                        + (i == 1 ? "a.b" : sealer.seal(VALUE, CONTEXT))
                        + "\",\"kek\":\"payments.v2\"}"));

    List<ItemResult<Resealed>> results = client.resealAll(requests(3));

    assertThat(SealedEnvelope.parse(results.get(0).get().item()).kid()).isEqualTo("payments.v2");
    assertThatThrownBy(results.get(1)::get).isInstanceOf(UnexpectedAnswerException.class);
    assertThat(results.get(2).isDone()).isTrue();
    assertThat(ONE.seen().get(0).target().getPath()).isEqualTo("/v1/reseal/batch");
  }

  @Test
  void refreshes_the_kek_set_and_seals_with_it() throws Exception {
    TestKeks keks = new TestKeks();
    KekSetCache sets = KekSetCache.pinning(keks.pinned()).build();
    Sealer sealer = new Sealer(sets);
    try (KeyServerClient refreshing = TestNet.client().keks(sets).build()) {
      ONE.answer(jose(keks.signed(1, 1)));
      assertThat(refreshing.refreshKeks().version()).isEqualTo(1);
      assertThat(kid(sealer)).isEqualTo("payments.v1");
      Seen request = ONE.seen().get(0);
      assertThat(request.method()).isEqualTo("GET");
      assertThat(request.target().getPath()).isEqualTo("/v1/keks");
      assertThat(request.headers()).doesNotContainKeys("signature", "content-type");

      ONE.answer(jose(keks.signed(2, 2)));
      assertThat(refreshing.refreshKeks().version()).isEqualTo(2);
      assertThat(kid(sealer)).isEqualTo("payments.v2");

      ONE.answer(jose(keks.signed(1, 1)));
      assertThatThrownBy(refreshing::refreshKeks).isInstanceOf(KekSetRefusedException.class);
      ONE.answer(Reply.json("{}"));
      assertThatThrownBy(refreshing::refreshKeks).isInstanceOf(UnexpectedAnswerException.class);
      assertThat(kid(sealer)).isEqualTo("payments.v2");
    }
    assertThatThrownBy(client::refreshKeks).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refreshes_by_itself() throws Exception {
    TestKeks keks = new TestKeks();
    CountDownLatch second = new CountDownLatch(2);
    String one = keks.signed(1, 1);
    String two = keks.signed(2, 2);
    ONE.answer(
        request -> {
          second.countDown();
          return jose(second.getCount() == 1 ? one : two);
        });
    KekSetCache sets = KekSetCache.pinning(keks.pinned()).build();
    try (KeyServerClient refreshing =
        TestNet.client().keks(sets).refreshKeksEvery(Duration.ofMillis(20)).build()) {
      assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(sets.held()).isPresent();
  }

  @Test
  void a_refresh_that_fails_by_itself_is_logged_once() throws Exception {
    CountDownLatch third = new CountDownLatch(3);
    ONE.answer(
        request -> {
          third.countDown();
          return Reply.problem(403);
        });
    KekSetCache sets = KekSetCache.pinning(new TestKeks().pinned()).build();
    try (CapturedLog log = new CapturedLog();
        KeyServerClient refreshing =
            TestNet.client().keks(sets).refreshKeksEvery(Duration.ofMillis(20)).build()) {
      assertThat(third.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(log.warnings()).hasSize(1);
      assertThat(log.warnings().get(0)).startsWith("The KEK set was not refreshed: ");
    }
  }

  @Test
  void a_cache_asks_once() throws Exception {
    ONE.answer(
        request ->
            request.target().getPath().endsWith("batch")
                ? batch(request, i -> openedJson(VALUE))
                : opened(VALUE, false));
    try (OpenedCache cache = new OpenedCache(10, 1000, Duration.ofMinutes(1));
        KeyServerClient caching = TestNet.client().cache(cache).build()) {
      caching.open("item.1", CONTEXT)[0] = 0; // the caller's own copy
      assertThat(caching.open("item.1", CONTEXT)).isEqualTo(VALUE);
      assertThat(ONE.seen()).hasSize(1);

      List<ItemResult<Opened>> results = caching.openAll(requests(3));
      assertThat(results).extracting(each -> each.get().plaintext()).containsOnly(VALUE);
      assertThat(items(ONE.seen().get(1))).containsExactly("item.0", "item.2");
      assertThat(caching.openAll(requests(3))).allMatch(ItemResult::isDone);
      assertThat(ONE.seen()).hasSize(2);

      caching.close();
      assertThat(cache.size()).isZero();
    }
  }

  @Test
  void values_over_age_are_wiped_without_anybody_asking() throws Exception {
    ONE.answer(opened(VALUE, false));
    try (OpenedCache cache = new OpenedCache(10, 1000, Duration.ofMillis(100));
        KeyServerClient caching = TestNet.client().cache(cache).build()) {
      caching.open("item.1", CONTEXT);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (cache.size() > 0 && System.nanoTime() < end) {
        Thread.sleep(10);
      }
      assertThat(cache.size()).isZero();
    }
  }

  @Test
  void a_closed_client_says_so() {
    KeyServerClient closed = TestNet.client().build();
    closed.close();
    closed.close();

    assertThatThrownBy(() -> closed.open("a.b", CONTEXT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The client is closed");
    assertThatThrownBy(() -> closed.openAll(requests(1))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void an_incomplete_client_is_not_built() {
    assertThatThrownBy(() -> KeyServerClient.builder().build())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> TestNet.client().refreshKeksEvery(Duration.ofMinutes(1)).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("KekSetCache");
    for (String url :
        List.of(
            "http://a", "https://a/x", "https://u@a", "https://a?q", "https://a#f", "https:a")) {
      assertThatThrownBy(() -> KeyServerClient.builder().url(java.net.URI.create(url)))
          .as(url)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be https://HOST or https://HOST:PORT");
    }
    assertThatThrownBy(() -> TestNet.client().deadline(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TestNet.client().maxInFlight(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothing_secret_is_in_the_log_or_in_to_string() throws Exception {
    String item = sealed();
    try (CapturedLog log = new CapturedLog()) {
      ONE.answer(opened(VALUE, false));
      Opened opened = client.open(new OpenRequest(item, CONTEXT));
      ONE.answer(Reply.json("{\"plaintext\":\"!\"}"));
      try {
        client.open(item, CONTEXT);
      } catch (UnexpectedAnswerException e) {
        assertThat(e.getMessage()).doesNotContain("!");
      }
      String said = log.all() + opened.toString() + new OpenRequest(item, CONTEXT);
      assertThat(said)
          .doesNotContain(item)
          .doesNotContain(new String(VALUE, StandardCharsets.UTF_8))
          .doesNotContain(Base64.getUrlEncoder().encodeToString(VALUE));
    }
  }

  private static String sealed() throws Exception {
    return new EnvelopeSealer(TestKeks.publicKek("payments.v1")).seal(VALUE, CONTEXT);
  }

  private static String kid(Sealer sealer) throws Exception {
    return SealedEnvelope.parse(sealer.seal("payments", VALUE, CONTEXT)).kid();
  }

  private static Reply jose(String jws) {
    return new Reply(
        200, Map.of("content-type", "application/jose"), jws.getBytes(StandardCharsets.US_ASCII));
  }

  static Reply opened(byte[] value, boolean stale) {
    return Reply.json(openedJson(value).replace("false", String.valueOf(stale)));
  }

  static String openedJson(byte[] value) {
    return "{\"plaintext\":\""
        + Base64.getUrlEncoder().withoutPadding().encodeToString(value)
        + "\",\"kek\":\"payments.v1\",\"stale\":false}";
  }

  static List<OpenRequest> requests(int count) {
    return IntStream.range(0, count).mapToObj(i -> new OpenRequest("item." + i, CONTEXT)).toList();
  }

  /** Answers each item by its number. */
  private static Reply batch(Seen request, Function<Integer, String> result) {
    return Reply.json(
        items(request).stream()
            .map(item -> result.apply(Integer.valueOf(item.replaceAll("[^0-9]", ""))))
            .collect(Collectors.joining(",", "{\"results\":[", "]}")));
  }

  private static List<String> items(Seen request) {
    List<String> items = new ArrayList<>();
    java.util.regex.Matcher matcher =
        java.util.regex.Pattern.compile("\"item\":\"([^\"]+)\"").matcher(request.body());
    while (matcher.find()) {
      items.add(matcher.group(1));
    }
    return Collections.unmodifiableList(items);
  }

  private static String text(ItemResult<Opened> result) {
    try {
      return new String(result.get().plaintext(), StandardCharsets.UTF_8);
    } catch (KeyServerException e) {
      return e.getMessage();
    }
  }
}
