package dev.kekkai.formats.httpsig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example of docs/formats/signed-request.md, as the page shows it. */
class SignedRequestPageTest {

  private static final Path PAGE = Path.of("..", "docs", "formats", "signed-request.md");
  private static final URI TARGET = URI.create("https://keys.example.com:8443/v1/decrypt");
  private static final Instant CREATED = Instant.ofEpochSecond(1795262400);
  private static final SignatureAlgorithm ED25519 = SignatureAlgorithm.ED25519;

  private static String block(String kind) throws Exception {
    Matcher block =
        Pattern.compile("^```" + kind + "\\R(.*?)\\R```$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static byte[] body(PrintedMessage message) {
    return message.body().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void the_request_of_the_page_is_accepted() throws Exception {
    PrintedMessage message = PrintedMessage.of(block("http"));

    RequestSignature signature = RequestSignature.parse("POST", TARGET, message.httpFields());

    assertThatCode(() -> SignaturePolicy.standard().check(signature, true, CREATED))
        .doesNotThrowAnyException();
    assertThat(signature.verify(TestKeys.rfcPublicKey("test-key-ed25519", ED25519), ED25519))
        .isTrue();
    assertThat(ContentDigest.matches(message.fields().get("content-digest"), body(message)))
        .isTrue();
    assertThat(message.startLine()).isEqualTo("POST " + TARGET.getPath() + " HTTP/1.1");
    assertThat(message.fields())
        .containsEntry("host", List.of(" " + TARGET.getAuthority()))
        .containsEntry("content-length", List.of(" " + body(message).length));
    assertThat(TestKeys.resource("test-key-ed25519.pem")).contains(block("pem"));
  }

  @Test
  void the_signature_base_of_the_page_is_right() throws Exception {
    PrintedMessage message = PrintedMessage.of(block("http"));

    byte[] base = message.signature("sig").input().base(message.components());

    assertThat(base).asString().isEqualTo(PrintedMessage.unwrap(block("base")));
  }

  @Test
  void the_signer_signs_it_alike() throws Exception {
    PrintedMessage message = PrintedMessage.of(block("http"));
    SigningKey key =
        new SigningKey("web-1", TestKeys.rfcPrivateKey("test-key-ed25519", "Ed25519"), ED25519);
    RequestSigner signer =
        new RequestSigner(
            key, "kekkai", Duration.ofSeconds(60), Clock.fixed(CREATED, ZoneOffset.UTC));

    Map<String, String> fields = signer.sign("POST", TARGET, "application/json", body(message));

    String nonce = "nonce=\"[^\"]+\"";
    assertThat(fields.get("signature-input").replaceFirst(nonce, ""))
        .isEqualTo(message.fields().get("signature-input").get(0).strip().replaceFirst(nonce, ""));
    assertThat(fields.get("content-digest"))
        .isEqualTo(message.fields().get("content-digest").get(0).strip());
  }
}
