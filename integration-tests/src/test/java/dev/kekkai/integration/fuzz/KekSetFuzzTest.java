package dev.kekkai.integration.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.formats.kekset.KekSetException;
import dev.kekkai.formats.kekset.KekSetVerifier;
import dev.kekkai.formats.kekset.SealKeyFile;
import dev.kekkai.formats.kekset.SeenKekSetPayload;
import java.security.InvalidKeyException;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KekSetFuzzTest {
  private static final String FILE = "kek-set.json";

  private final List<ECPublicKey> sealKeys = new ArrayList<>();
  private List<String> sets = List.of();

  @BeforeEach
  void read() throws Exception {
    sets = Vectors.texts(FILE, "jws");
    for (String key : Vectors.texts(FILE, "seal-key")) {
      String pem = "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n";
      sealKeys.addAll(SealKeyFile.parse(pem));
    }
  }

  @Test
  void nothing_else_than_a_set_as_it_was_signed_verifies() {
    KekSetVerifier verifier = new KekSetVerifier(sealKeys);
    Fuzz.texts(8, 131_072, Set.of(KekSetException.class))
        .runCostly(
            Mutations.ofTexts(21, sets)::text,
            text -> {
              verifier.verify(text);
              assertThat(sets).contains(text);
            });
  }

  /** JSON costs an object for each member, however short. */
  @Test
  void a_payload_is_read_or_refused_whoever_signed_it() {
    byte[] payload = Base64.getUrlDecoder().decode(sets.get(0).split("\\.")[1]);
    Fuzz.bytes(32, 65_536, Set.of(KekSetException.class))
        .run(
            new Mutations(22, List.of(payload))::input,
            json -> assertThat(SeenKekSetPayload.read(json).keks()).isNotEmpty());
  }

  @Test
  void a_file_of_seal_keys_is_read_or_refused() {
    Fuzz.texts(4, 32_768, Set.of(InvalidKeyException.class))
        .run(
            Mutations.ofTexts(23, List.of(SealKeyFile.format(sealKeys)))::text,
            text -> assertThat(SealKeyFile.parse(text)).isNotEmpty());
  }
}
