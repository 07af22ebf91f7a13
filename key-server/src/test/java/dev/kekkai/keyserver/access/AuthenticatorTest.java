package dev.kekkai.keyserver.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.httpsig.RequestSigner;
import dev.kekkai.formats.httpsig.SignaturePolicy;
import dev.kekkai.keyserver.fixture.FakeAudit;
import dev.kekkai.keyserver.fixture.FakeClient;
import dev.kekkai.keyserver.fixture.TestPki;
import dev.kekkai.keyserver.limit.LimitUnavailableException;
import dev.kekkai.keyserver.registry.ClientRegistry;
import dev.kekkai.keyserver.registry.RegisteredClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What over a connection can't be shown; the rest is in AuthenticationTest. */
class AuthenticatorTest {
  private static final URI TARGET = URI.create("https://keys.example/v1/decrypt");
  private static final String TYPE = "application/json";

  private final FakeClient alice = new FakeClient("alice", new TestPki("authority"));
  private final List<String> used = new ArrayList<>();

  private Authenticator authenticator(Clock clock) {
    ClientRegistry registry =
        new ClientRegistry() {
          @Override
          public Optional<RegisteredClient> byKeyId(String keyId) {
            return keyId.equals(alice.keyId()) ? Optional.of(alice) : Optional.empty();
          }

          @Override
          public void suspend(String client, String reason) {
            throw new UnsupportedOperationException();
          }
        };
    return new Authenticator(
        registry,
        (keyId, nonce, until) -> used.add(keyId + " until " + until),
        new FakeAudit(),
        SignaturePolicy.standard(),
        clock);
  }

  private Inbound request(Clock clock, String signed, String sent, X509Certificate certificate)
      throws Exception {
    Map<String, String> headers =
        new RequestSigner(alice.signingKey(), SignaturePolicy.TAG, Duration.ofMinutes(1), clock)
            .sign("POST", TARGET, TYPE, signed.getBytes(StandardCharsets.UTF_8));
    headers = new java.util.HashMap<>(headers);
    headers.put("content-type", TYPE);
    Map<String, String> all = headers;
    return new Inbound(
        "id",
        "POST",
        TARGET,
        name -> Optional.ofNullable(all.get(name)).map(List::of).orElse(List.of()),
        sent.getBytes(StandardCharsets.UTF_8),
        certificate,
        "127.0.0.1");
  }

  private void assertRejected(String reason, Clock clock, Inbound request) {
    assertThatThrownBy(() -> authenticator(clock).authenticate(request))
        .isInstanceOfSatisfying(
            RejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    assertThat(used).isEmpty();
  }

  @Test
  void a_good_request_uses_its_nonce_up_until_no_server_takes_it_any_more() throws Exception {
    Clock clock = Clock.systemUTC();
    Caller caller =
        authenticator(clock)
            .authenticate(request(clock, "{}", "{}", alice.identity().certificate()));
    assertThat(caller.client().id()).isEqualTo("alice");
    assertThat(caller.keyId()).isEqualTo("alice-key");
    assertThat(used).hasSize(1);
  }

  @Test
  void a_certificate_that_expired_while_its_connection_is_open_is_none() throws Exception {
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
    assertRejected(
        "expired-certificate", later, request(later, "{}", "{}", alice.identity().certificate()));
  }

  @Test
  void no_certificate() throws Exception {
    Clock clock = Clock.systemUTC();
    assertRejected("no-certificate", clock, request(clock, "{}", "{}", null));
  }

  @Test
  void a_body_that_was_exchanged() throws Exception {
    Clock clock = Clock.systemUTC();
    assertRejected("bad-digest", clock, request(clock, "{}", "[]", alice.identity().certificate()));
  }

  @Test
  void a_database_that_does_not_know_is_not_taken_for_a_yes() throws Exception {
    Clock clock = Clock.systemUTC();
    Authenticator blind =
        new Authenticator(
            new ClientRegistry() {
              @Override
              public Optional<RegisteredClient> byKeyId(String keyId) {
                return Optional.of(alice);
              }

              @Override
              public void suspend(String client, String reason) {
                throw new UnsupportedOperationException();
              }
            },
            (keyId, nonce, until) -> {
              throw new LimitUnavailableException("away", new IllegalStateException());
            },
            new FakeAudit(),
            SignaturePolicy.standard(),
            clock);
    Inbound request = request(clock, "{}", "{}", alice.identity().certificate());
    assertThatThrownBy(() -> blind.authenticate(request))
        .isInstanceOf(LimitUnavailableException.class);
  }
}
