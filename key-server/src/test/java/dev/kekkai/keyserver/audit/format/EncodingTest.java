package dev.kekkai.keyserver.audit.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.Events;
import dev.kekkai.keyserver.audit.Seals;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
  @Test
  void an_event_is_read_as_it_was_written() throws Exception {
    for (AuditEvent event : List.of(Events.allowed("r"), Events.refused("r", "quota"))) {
      assertThat(EntryCodec.decode(EntryCodec.encode(event))).isEqualTo(event);
    }
  }

  @Test
  void contexts_that_join_to_the_same_text_are_different_entries() {
    assertThat(EntryCodec.encode(in(List.of("ab", "c"))))
        .isNotEqualTo(EntryCodec.encode(in(List.of("a", "bc"))));
  }

  @Test
  void bytes_that_were_changed_are_another_value_or_none() throws Exception {
    for (Map.Entry<String, Bytes> vector : AuditLogVectors.encodings().entrySet()) {
      if (vector.getKey().startsWith("H(")) {
        continue;
      }
      byte[] bytes = vector.getValue().array();
      for (int bit = 0; bit < 8 * bytes.length; bit++) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(encodedAgain(vector.getKey(), changed)).isIn(null, Bytes.of(changed));
      }
      for (int length = 0; length < bytes.length; length++) {
        assertThat(encodedAgain(vector.getKey(), Arrays.copyOf(bytes, length))).isNull();
      }
      assertThat(encodedAgain(vector.getKey(), Arrays.copyOf(bytes, bytes.length + 1))).isNull();
    }
  }

  /** What a value of these bytes is encoded to; null when they are none. */
  private static Bytes encodedAgain(String name, byte[] bytes) {
    try {
      if (name.startsWith("entry")) {
        return Bytes.of(EntryCodec.encode(EntryCodec.decode(bytes)));
      }
      return Bytes.of(
          name.startsWith("seal")
              ? Seal.decode(bytes).encoded()
              : ChainHeader.decode(bytes).encoded());
    } catch (AuditFormatException e) {
      return null;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 257, 100_000})
  void a_text_that_is_too_long_is_cut_and_says_so(int length) throws Exception {
    AuditEvent written =
        writtenAs(with("結".repeat(length / 3) + "x".repeat(length % 3), List.of()));
    if (length <= 256) {
      assertThat(written.client()).hasSize(86);
    } else {
      assertThat(written.client()).endsWith("[cut]").startsWith("結");
      assertThat(written.client().getBytes(StandardCharsets.UTF_8).length).isBetween(250, 256);
    }
  }

  @Test
  void a_context_beyond_all_bounds_is_cut_and_says_so() throws Exception {
    assertThat(writtenAs(in(Collections.nCopies(64, "p"))).context())
        .hasSize(64)
        .doesNotContain("[cut]");
    assertThat(writtenAs(in(Collections.nCopies(65, "p"))).context()).hasSize(64).endsWith("[cut]");
    assertThat(writtenAs(in(List.of("x".repeat(65_528)))).context())
        .containsExactly("x".repeat(65_528));
    assertThat(writtenAs(in(List.of("table", "x".repeat(2_000_000)))).context())
        .containsExactly("table", "[cut]");
    List<String> full = new ArrayList<>(List.of("x".repeat(65_500)));
    full.addAll(Collections.nCopies(10, "part"));
    AuditEvent written = writtenAs(in(full));
    assertThat(written.context()).startsWith("x".repeat(65_500)).endsWith("[cut]");
    assertThat(EntryCodec.encode(written).length).isLessThan(EntryCodec.MAX_BYTES);
  }

  @Test
  void half_a_surrogate_pair_is_written_as_a_question_mark() throws Exception {
    AuditEvent written = writtenAs(with("a\ud800b", List.of("\udc00")));
    assertThat(written.client()).isEqualTo("a?b");
    assertThat(written.context()).containsExactly("?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ks\n1", "é", "x/y"})
  void a_server_of_another_name_begins_no_chain(String name) {
    assertThatThrownBy(() -> new ChainHeader(UUID.randomUUID(), 1, name, Instant.EPOCH, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 64 of A-Z a-z 0-9 . _ -");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1"})
  void a_seal_verifies_under_its_key_alone(String curve) throws Exception {
    Seals seals = Seals.on(curve);
    SignedSeal signed = seals.key().sign(seal(seals));
    assertThat(seals.trusted().verify(signed)).isEqualTo(SealKeys.Verdict.GOOD);
    assertThat(Seals.on(curve).trusted().verify(signed)).isEqualTo(SealKeys.Verdict.UNKNOWN_KEY);
    byte[] bad = signed.signature().array().clone();
    bad[bad.length - 1] ^= 1;
    assertThat(seals.trusted().verify(new SignedSeal(signed.seal(), Bytes.of(bad))))
        .isEqualTo(SealKeys.Verdict.FORGED);
    assertThat(seals.trusted().verify(new SignedSeal(signed.seal(), Bytes.of(new byte[0]))))
        .isEqualTo(SealKeys.Verdict.FORGED);
  }

  @Test
  void a_key_on_another_curve_seals_nothing() {
    assertThatThrownBy(() -> Seals.on("secp521r1").key())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("P-256 or P-384, not on a curve of 521 bits");
  }

  private static Seal seal(Seals seals) {
    Bytes head = HashChain.start(new byte[] {1});
    return new Seal(
        new UUID(1, 2), 1, SealKind.REGULAR, "ks-1", 7, head, Events.TIME, seals.key().id());
  }

  private static AuditEvent writtenAs(AuditEvent event) throws AuditFormatException {
    return EntryCodec.decode(EntryCodec.encode(event));
  }

  private static AuditEvent in(List<String> context) {
    return with("shop", context);
  }

  private static AuditEvent with(String client, List<String> context) {
    AuditEvent event = Events.allowed("r");
    return new AuditEvent(
        event.time(),
        event.requestId(),
        client,
        event.keyId(),
        event.peer(),
        event.operation(),
        event.outcome(),
        event.reason(),
        event.kek(),
        context,
        event.item());
  }
}
