package dev.kekkai.keyserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.formats.httpsig.SigningKey;
import dev.kekkai.keyserver.fixture.Caller;
import dev.kekkai.keyserver.fixture.Caller.Reply;
import dev.kekkai.keyserver.fixture.Items;
import dev.kekkai.keyserver.fixture.TestPki;
import dev.kekkai.keyserver.fixture.World;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests that are not shown to be a client's: one answer, no entry, nothing opened. */
class AuthenticationTest {
  private static final String PATH = "/v1/decrypt";

  private static World world;
  private static ClientListener server;
  private static Caller alice;
  private static String body;

  @BeforeAll
  static void start() throws Exception {
    world = new World();
    server = world.serve();
    alice = Caller.of(world, server, world.alice);
    body = Items.asked(Items.seal(world.current, "otp"));
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(world.audit.events).isEmpty();
    assertThat(world.keks.asked).hasValue(0);
    world.reset();
  }

  @AfterAll
  static void end() throws Exception {
    world.close();
  }

  private void assertRejected(Reply reply, String reason) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(401);
    assertThat(reply.seen())
        .isEqualTo(
            Caller.problem(
                401,
                "unauthenticated",
                "The request is not shown to come from a client of this server, or was sent"
                    + " before"));
    assertThat(world.rejects).containsExactly(reason);
    world.rejects.clear();
  }

  @Test
  void unsigned() throws Exception {
    assertRejected(alice.send(PATH, Caller.JSON, body, Map.of()), "unsigned");
  }

  @Test
  void signed_by_somebody_else_under_a_clients_key_id() throws Exception {
    SigningKey forged =
        new SigningKey(
            world.alice.keyId(),
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate(),
            SignatureAlgorithm.ED25519);
    Caller forger = new Caller(world, server, world.alice.identity(), forged, true);
    assertRejected(forger.post(PATH, body), "bad-signature");
  }

  @Test
  void signed_with_an_unknown_key() throws Exception {
    SigningKey unknown =
        new SigningKey(
            "nobody",
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate(),
            SignatureAlgorithm.ED25519);
    Caller nobody = new Caller(world, server, world.alice.identity(), unknown, true);
    assertRejected(nobody.post(PATH, body), "unknown-key");
  }

  @Test
  void with_the_certificate_of_another_client() throws Exception {
    Caller bobShowsAlice =
        new Caller(world, server, world.bob.identity(), world.alice.signingKey(), true);
    assertRejected(bobShowsAlice.post(PATH, body), "other-certificate");
  }

  @Test
  void with_a_certificate_of_the_authority_that_no_client_has() throws Exception {
    TestPki.Identity stranger = world.pki.client("stranger");
    Caller caller = new Caller(world, server, stranger, world.alice.signingKey(), true);
    assertRejected(caller.post(PATH, body), "other-certificate");
  }

  @Test
  void another_algorithm_named_in_the_message_decides_nothing() throws Exception {
    Map<String, String> headers = alice.sign(PATH, Caller.JSON, body);
    headers.computeIfPresent("signature-input", (name, value) -> value + ";alg=\"hmac-sha256\"");
    assertRejected(alice.send(PATH, Caller.JSON, body, headers), "bad-signature");
  }

  @Test
  void stale_and_from_the_future() throws Exception {
    for (Duration shift : new Duration[] {Duration.ofMinutes(-10), Duration.ofMinutes(10)}) {
      Map<String, String> headers =
          alice.sign(alice.uri(PATH), Caller.JSON, body, Clock.offset(Clock.systemUTC(), shift));
      assertRejected(alice.send(PATH, Caller.JSON, body, headers), "signature-policy");
    }
  }

  @Test
  void a_signature_for_another_path_host_or_body() throws Exception {
    Map<String, String> other = alice.sign("/v1/reseal", Caller.JSON, body);
    assertRejected(alice.send(PATH, Caller.JSON, body, other), "bad-signature");
    Map<String, String> elsewhere =
        alice.sign(
            URI.create("https://other.example:" + server.port() + PATH),
            Caller.JSON,
            body,
            Clock.systemUTC());
    assertRejected(alice.send(PATH, Caller.JSON, body, elsewhere), "bad-signature");
    Map<String, String> otherBody = alice.sign(PATH, Caller.JSON, body + " ");
    assertRejected(alice.send(PATH, Caller.JSON, body, otherBody), "bad-digest");
    Map<String, String> type = alice.sign(PATH, "application/json; charset=utf-8", body);
    assertRejected(alice.send(PATH, Caller.JSON, body, type), "bad-signature");
  }

  @Test
  void malformed_signatures() throws Exception {
    Set<String> seen = new LinkedHashSet<>();
    for (String input :
        new String[] {
          "sig", "sig=()", "sig=(\"@method\")", "x".repeat(3000), "sig=(\"@method\";sf);created=1"
        }) {
      Map<String, String> headers = alice.sign(PATH, Caller.JSON, body);
      headers.put("signature-input", input);
      seen.add(alice.send(PATH, Caller.JSON, body, headers).seen());
    }
    assertThat(seen).hasSize(1);
    assertThat(world.rejects).hasSize(5).containsOnly("malformed-signature");
  }

  @Test
  void the_audit_log_is_for_signed_requests_only() throws Exception {
    assertRejected(alice.get("/v1/audit"), "unsigned");
  }
}
