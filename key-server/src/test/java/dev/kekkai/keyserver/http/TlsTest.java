package dev.kekkai.keyserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.keyserver.fixture.Caller;
import dev.kekkai.keyserver.fixture.TestPki;
import dev.kekkai.keyserver.fixture.World;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who gets as far as a request, and who does not. */
class TlsTest {
  private static final String REQUEST =
      "GET /v1/keks HTTP/1.1\r\nHost: localhost\r\n" + "Connection: close\r\n\r\n";

  private static World world;
  private static ClientListener server;

  @BeforeAll
  static void start() throws Exception {
    world = new World();
    server = world.serve();
  }

  @AfterAll
  static void stop() throws Exception {
    world.close();
  }

  private static SSLContext of(TestPki.Identity shown) {
    return TestPki.context(world.pki.authority(), shown);
  }

  @Test
  void tls_1_3_with_a_certificate_of_the_authority_is_let_in() throws Exception {
    try (RawConnection connection =
        RawConnection.tls(of(world.alice.identity()), server.port(), "TLSv1.3", "TLSv1.2")) {
      assertThat(connection.protocol()).isEqualTo("TLSv1.3");
      connection.say(REQUEST);
      assertThat(connection.hear()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void tls_1_2_is_not() {
    assertThatThrownBy(
            () -> RawConnection.tls(of(world.alice.identity()), server.port(), "TLSv1.2"))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("protocol_version");
  }

  /** In TLS 1.3 a client hears of it with its first read. */
  private static void assertShutOut(SSLContext context) {
    String heard;
    try (RawConnection connection = RawConnection.tls(context, server.port())) {
      connection.say(REQUEST);
      heard = connection.hear();
    } catch (IOException e) {
      heard = "[" + e.getClass().getSimpleName() + "]";
    }
    assertThat(heard).doesNotContain("HTTP").startsWith("[");
  }

  @Test
  void no_certificate_is_not() {
    assertShutOut(of(null));
    assertThat(world.rejects).contains("tls");
  }

  @Test
  void a_certificate_of_another_authority_is_not() {
    TestPki other = new TestPki("other authority");
    assertShutOut(of(other.client("alice")));
    TestPki sameName = new TestPki("authority");
    assertShutOut(of(sameName.client("alice")));
  }

  @Test
  void a_certificate_for_servers_is_not() {
    assertShutOut(of(world.pki.server()));
  }

  @Test
  void what_is_no_tls_is_ended() throws Exception {
    try (RawConnection connection = RawConnection.plain(server.port())) {
      connection.say(REQUEST);
      assertThat(connection.hear()).doesNotContain("HTTP/1");
    }
  }

  @Test
  void a_name_that_is_not_in_the_servers_certificate_is_no_name_of_it() throws Exception {
    try (RawConnection connection = RawConnection.tls(of(world.alice.identity()), server.port())) {
      connection.say(REQUEST.replace("localhost", "other.example"));
      String heard = connection.hear();
      assertThat(heard).startsWith("HTTP/1.1 400 ").contains("urn:kekkai:problem:bad-request");
      assertThat(heard).doesNotContain("SNI").doesNotContain("etty");
    }
  }

  @Test
  void what_the_http_library_refuses_looks_like_every_other_problem() throws Exception {
    for (String bad :
        new String[] {
          "GET /v1/keks HTTP/1.1\r\n\r\n",
          "GET  HTTP/9.9\r\nHost: localhost\r\n\r\n",
          "\u0001\u0002\u0003\r\n\r\n",
          "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "POST /v1/decrypt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
              + "Content-Length: 6\r\n\r\nhello",
          "POST /v1/decrypt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          "POST /v1/decrypt HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
        }) {
      try (RawConnection connection =
          RawConnection.tls(of(world.alice.identity()), server.port())) {
        connection.say(bad);
        String heard = connection.hear();
        assertThat(heard).as(bad).startsWith("HTTP/1.1 4").contains("urn:kekkai:problem:");
        assertThat(heard).as(bad).doesNotContainIgnoringCase("jetty").doesNotContain("xception");
      }
    }
  }

  @Test
  void a_renewed_certificate_is_shown_to_new_connections() throws Exception {
    BigInteger before = shownSerial();
    world.renewCertificate();
    assertThat(shownSerial()).isNotEqualTo(before);
  }

  private static BigInteger shownSerial() throws Exception {
    HttpResponse<String> response =
        Caller.of(world, server, world.alice).get("/v1/keks").response();
    return ((X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0])
        .getSerialNumber();
  }

  @Test
  void the_server_is_well_after_all_that() throws Exception {
    Caller alice = Caller.of(world, server, world.alice);
    assertThat(alice.get("/openapi.json").status()).isEqualTo(200);
    HttpRequest byAddress =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/v1/keks"))
            .build();
    assertThat(alice.reply(byAddress).status()).isEqualTo(200);
  }
}
