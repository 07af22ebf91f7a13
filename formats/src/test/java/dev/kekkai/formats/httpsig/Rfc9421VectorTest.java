package dev.kekkai.formats.httpsig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The signed messages of RFC 9421 appendix B.2, without the one that uses a shared secret. */
class Rfc9421VectorTest {

  enum Vector {
    B_2_1("sig-b21", "test-key-rsa-pss", SignatureAlgorithm.RSA_PSS_SHA512),
    B_2_2("sig-b22", "test-key-rsa-pss", SignatureAlgorithm.RSA_PSS_SHA512),
    B_2_3("sig-b23", "test-key-rsa-pss", SignatureAlgorithm.RSA_PSS_SHA512),
    B_2_4("sig-b24", "test-key-ecc-p256", SignatureAlgorithm.ECDSA_P256_SHA256),
    B_2_6("sig-b26", "test-key-ed25519", SignatureAlgorithm.ED25519);

    private final String label;
    private final String keyName;
    private final SignatureAlgorithm algorithm;

    Vector(String label, String keyName, SignatureAlgorithm algorithm) {
      this.label = label;
      this.keyName = keyName;
      this.algorithm = algorithm;
    }

    private String resource(String kind) throws Exception {
      return TestKeys.resource("rfc9421-" + name().replace('_', '.') + kind);
    }

    PrintedMessage message() throws Exception {
      return PrintedMessage.of(resource(".http"));
    }

    String base() throws Exception {
      return PrintedMessage.unwrap(resource(".base")).stripTrailing();
    }

    boolean verifies(PrintedMessage message) throws Exception {
      PublicKey key = TestKeys.rfcPublicKey(keyName, algorithm);
      return message.signature(label).verify(key, algorithm, null);
    }

    List<String> components() throws Exception {
      return message().signature(label).input().components().stream()
          .map(Component::display)
          .toList();
    }
  }

  record Change(Vector vector, String component) {}

  static Stream<Change> changes() throws Exception {
    List<Change> changes = new ArrayList<>();
    for (Vector vector : Vector.values()) {
      vector.components().forEach(component -> changes.add(new Change(vector, component)));
    }
    return changes.stream();
  }

  @ParameterizedTest
  @EnumSource
  void the_signature_base_is_the_one_printed(Vector vector) throws Exception {
    PrintedMessage message = vector.message();

    byte[] base = message.signature(vector.label).input().base(message.components());

    assertThat(base).asString().isEqualTo(vector.base());
  }

  @ParameterizedTest
  @EnumSource
  void the_signature_verifies(Vector vector) throws Exception {
    assertThat(vector.verifies(vector.message())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("changes")
  void one_covered_component_changed_is_refused(Change change) throws Exception {
    PrintedMessage changed = change.vector().message().changed(change.component());

    assertThat(changed).isNotEqualTo(change.vector().message());
    assertThat(change.vector().verifies(changed)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void one_parameter_changed_is_refused(Vector vector) throws Exception {
    PrintedMessage message = vector.message();
    String input = message.fields().get("signature-input").get(0);

    for (String changed :
        List.of(
            input.replace("1618884473", "1618884474"),
            input.replace("keyid=\"test", "keyid=\"rest"),
            input + ";alg=\"" + vector.algorithm.id() + "\"")) {
      assertThat(vector.verifies(message.with("signature-input", changed))).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_key_of_another_vector_does_not_verify_it(Vector vector) throws Exception {
    PublicKey other = TestKeys.of(vector.algorithm).getPublic();

    assertThat(vector.message().signature(vector.label).verify(other, vector.algorithm, null))
        .isFalse();
  }

  @Test
  void what_no_component_covers_may_change() throws Exception {
    PrintedMessage changed = Vector.B_2_1.message().changed("@method").changed("@authority");

    assertThat(Vector.B_2_1.verifies(changed)).isTrue();
  }

  @Test
  void the_digests_of_the_messages_are_right() throws Exception {
    for (Vector vector : Vector.values()) {
      PrintedMessage message = vector.message();
      byte[] body = message.body().getBytes(StandardCharsets.UTF_8);

      assertThat(ContentDigest.matches(message.fields().get("content-digest"), body)).isTrue();
    }
  }
}
