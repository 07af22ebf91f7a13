package dev.kekkai.integration.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.EnvelopeFormatException;
import dev.kekkai.formats.envelope.EnvelopeOpenException;
import dev.kekkai.formats.envelope.EnvelopeOpener;
import dev.kekkai.formats.envelope.SealedEnvelope;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnvelopeFuzzTest {
  private static final String FILE = "sealed-envelope.json";
  private static final EncryptionContext CONTEXT =
      EncryptionContext.of("users", "otp_secret", "42");

  private List<String> envelopes = List.of();

  @BeforeEach
  void read() throws Exception {
    envelopes = Vectors.texts(FILE, "jwe");
  }

  @Test
  void a_reader_reads_it_or_refuses_it() {
    Fuzz.texts(8, 32_768, Set.of(EnvelopeFormatException.class))
        .run(
            Mutations.ofTexts(11, envelopes)::text,
            text -> assertThat(SealedEnvelope.parse(text).kid()).isNotEmpty());
  }

  /** JSON costs an object for each member, however short. */
  @Test
  void a_reader_reads_any_header_or_refuses_it() {
    Fuzz.texts(32, 32_768, Set.of(EnvelopeFormatException.class))
        .run(
            this::withChangedHeader,
            text -> assertThat(SealedEnvelope.parse(text).kid()).isNotEmpty());
  }

  @Test
  void nothing_else_than_an_envelope_as_it_was_made_opens() throws Exception {
    ECKey kek = ECKey.parse(Vectors.file(FILE).get("keys").get("p256").toString());
    EnvelopeOpener opener = new EnvelopeOpener(kek.toPrivateKey());
    Mutations whole = Mutations.ofTexts(13, envelopes);
    Fuzz.texts(32, 131_072, Set.of(EnvelopeFormatException.class, EnvelopeOpenException.class))
        .runCostly(
            number -> number % 2 == 0 ? withChangedHeader(number) : whole.text(number),
            text -> {
              opener.open(SealedEnvelope.parse(text), CONTEXT);
              assertThat(envelopes).contains(text);
            });
  }

  /** The header's JSON changed, all else as it was. */
  private String withChangedHeader(int number) {
    String envelope = envelopes.get(number % envelopes.size());
    int dot = envelope.indexOf('.');
    byte[] header = Base64.getUrlDecoder().decode(envelope.substring(0, dot));
    byte[] changed = new Mutations(12, List.of(header)).input(number);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(changed)
        + envelope.substring(dot);
  }
}
