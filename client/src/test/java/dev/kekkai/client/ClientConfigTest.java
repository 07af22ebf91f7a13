package dev.kekkai.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientConfigTest {

  @TempDir Path folder;

  @BeforeEach
  void files() throws Exception {
    for (String name :
        List.of("seal.pem", "seal2.pem", "c.pem", "k.pem", "ca.pem", "s.pem", "p12", "pw")) {
      Files.writeString(folder.resolve(name), "x");
    }
  }

  @Test
  void everything_can_be_said() throws Exception {
    ClientConfig config =
        load(
            """
            # key servers
            urls          = https://KS1.example:8443, https://ks2.example:443/
            seal-key      = seal.pem, seal2.pem
            kek-set       = keks.jws
            kek-set.grace = 7d
            kek-set.refresh = 5m
            certificate   = c.pem
            key           = k.pem
            ca            = ca.pem
            key-id        = app-1
            signing-key   = s.pem
            deadline      = 3s
            cache.entries = 10
            cache.bytes   = 4096
            cache.age     = 30s
            """);

    assertThat(config.sealing())
        .isEqualTo(
            new ClientConfig.Sealing(
                List.of(folder.resolve("seal.pem"), folder.resolve("seal2.pem")),
                folder.resolve("keks.jws"),
                Duration.ofDays(7)));
    assertThat(config.opening())
        .isEqualTo(
            new ClientConfig.Opening(
                List.of(URI.create("https://ks1.example:8443"), URI.create("https://ks2.example")),
                new ClientConfig.Identity.Pem(folder.resolve("c.pem"), folder.resolve("k.pem")),
                folder.resolve("ca.pem"),
                "app-1",
                folder.resolve("s.pem"),
                Duration.ofSeconds(3),
                Duration.ofMinutes(5),
                new ClientConfig.Cache(10, 4096, Duration.ofSeconds(30))));
  }

  @Test
  void what_is_not_said_has_a_default() throws Exception {
    ClientConfig config =
        load(
            """
            urls = https://localhost
            keystore = p12
            keystore.password = file:pw
            ca = ca.pem
            key-id = app-1
            signing-key = s.pem
            """);

    assertThat(config.sealing()).isNull();
    assertThat(config.opening().identity())
        .isEqualTo(new ClientConfig.Identity.Pkcs12(folder.resolve("p12"), folder.resolve("pw")));
    assertThat(config.opening().deadline()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.opening().refresh()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.opening().cache()).isNull();
  }

  @Test
  void a_client_that_only_seals_needs_two_lines() throws Exception {
    ClientConfig config = load("seal-key = seal.pem\nkek-set = /var/lib/app/keks.jws\n");

    assertThat(config.opening()).isNull();
    assertThat(config.sealing().kekSet()).isEqualTo(Path.of("/var/lib/app/keks.jws"));
    assertThat(config.sealing().grace()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void the_refresh_can_be_left_out() throws Exception {
    ClientConfig config =
        load(
            """
            urls = https://localhost
            certificate = c.pem
            key = k.pem
            ca = ca.pem
            key-id = a
            signing-key = s.pem
            kek-set.refresh = never
            """);

    assertThat(config.opening().refresh()).isNull();
  }

  @Test
  void all_problems_come_at_once() throws Exception {
    assertThatThrownBy(
            () ->
                load(
                    """
                    urls = http://localhost
                    seal-key = none.pem
                    kek-set.grace = forever
                    key = k.pem
                    key-id = ä
                    signing-key =
                    deadline = 0s
                    deadline = 2h
                    cache.entries = 0
                    timeout = 3s
                    ca = ca.pem # ours
                    """))
        .hasMessage(
            String.join(
                System.lineSeparator() + "  - ",
                file() + ": 12 problems",
                "deadline: written more than once: keep one line",
                "seal-key = none.pem: must be the path of a file, and there is none at "
                    + folder.resolve("none.pem"),
                "kek-set.grace = forever: must be a duration from 0ms to 3650d, such as 500ms, 30s,"
                    + " 15m, 1h or 7d",
                "urls = http://localhost: A key server's URL must be https://HOST or"
                    + " https://HOST:PORT, and nothing behind it",
                "certificate: missing: give this client's certificate, PEM",
                "ca = ca.pem # ours: a comment needs a line of its own, beginning with #",
                "key-id = ä: must be 1 to 128 printable ASCII characters",
                "signing-key: has no value: give one or remove the line",
                "deadline = 2h: must be a duration from 1ms to 1h, such as 500ms, 30s, 15m, 1h or 7d",
                "cache.entries = 0: must be a whole number from 1 to 1000000",
                "cache.age: missing: there is no cache without it",
                "timeout: unknown key; the known ones are ca, cache.age, cache.bytes,"
                    + " cache.entries, certificate, deadline, kek-set, kek-set.grace,"
                    + " kek-set.refresh, key, key-id, keystore, keystore.password, seal-key,"
                    + " signing-key, urls"));
  }

  @Test
  void half_a_configuration_is_refused_with_what_is_missing() throws Exception {
    assertProblem(
        "", "urls, seal-key: missing: urls to open items, seal-key to seal them, or both");
    assertProblem(
        "kek-set = k\n", "seal-key: missing: kek-set is believed only if this key signed it");
    assertProblem(
        "seal-key = seal.pem\n",
        "kek-set: missing: without urls the KEK set comes from a file, give its path");
    assertProblem(
        "seal-key = seal.pem\nkek-set = k\nkey-id = a\n",
        "key-id: has no effect without urls: add urls, or remove it");
    assertProblem(
        "urls = https://a\nkeystore = p12\n", "keystore.password: missing: give file:PATH");
    assertProblem(
        "urls = https://a\nkeystore = p12\nkey = k.pem\n",
        "key: either keystore, or certificate and key");
    assertProblem(
        "urls = https://a\nkeystore.password = file:pw\n",
        "keystore: missing: there is a password for it");
    assertProblem("urls = https://a,\n", "must be https://HOST or https://HOST:PORT");
    assertProblem("urls = https://a b\n", "must be https://HOST or https://HOST:PORT");
  }

  @Test
  void a_password_is_never_repeated() throws Exception {
    assertThatThrownBy(() -> load("urls = https://a\nkeystore.password = hunter2\n"))
        .hasMessageContaining("keystore.password: must be file:PATH, not the password itself")
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void a_file_that_cannot_be_read_is_refused() throws Exception {
    assertThatThrownBy(() -> ClientConfig.load(folder.resolve("none.properties")))
        .isInstanceOf(ClientConfigException.class)
        .hasMessageContaining("is no file: write one first");
    Files.write(file(), "key-id = ä".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ClientConfig.load(file())).hasMessageContaining("must be UTF-8 text");
    Files.writeString(file(), "key-id = \\u00zz");
    assertThatThrownBy(() -> ClientConfig.load(file()))
        .hasMessageContaining("malformed \\u escape");
    Files.write(file(), new byte[256 * 1024 + 1]);
    assertThatThrownBy(() -> ClientConfig.load(file()))
        .hasMessageContaining("must not be longer than 262144 bytes");
  }

  private void assertProblem(String text, String problem) {
    assertThatThrownBy(() -> load(text))
        .isInstanceOf(ClientConfigException.class)
        .hasMessageContaining(problem);
  }

  private Path file() {
    return folder.resolve("kekkai-client.properties");
  }

  private ClientConfig load(String text) throws Exception {
    Files.writeString(file(), text);
    return ClientConfig.load(file());
  }
}
