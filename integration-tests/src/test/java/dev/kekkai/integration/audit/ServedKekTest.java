package dev.kekkai.integration.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.keyserver.keks.ServedKek;
import dev.kekkai.keyserver.keks.TokenKekSource;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KekAdoption;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.testkit.SoftHsmTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which KEKs a running key server serves, while keys come that are not, or not yet, fit for use.
 */
class ServedKekTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();

  @TempDir private Path folder;
  private KekkaiProvider provider;
  private TokenKekSource source;

  @BeforeEach
  void open() throws Exception {
    provider =
        SoftHsmTokens.create("served-" + TOKENS.incrementAndGet())
            .provider("kek.adopted", adopted().toString());
    source = new TokenKekSource(provider, Set.of("payments", "cards"));
    provider.maker().create(KekSpec.ec("payments", 256));
  }

  @AfterEach
  void close() {
    provider.close();
  }

  private Path adopted() {
    return folder.resolve("adopted");
  }

  private List<String> served() throws Exception {
    return source.read().stream().map(ServedKek::publicKek).map(k -> k.kid()).sorted().toList();
  }

  private void foreignRsa(String label) throws Exception {
    new SeededToken(provider)
        .rsa(
            label,
            3072,
            t -> t.with(Cka.MODIFIABLE, true),
            t -> t.with(Cka.MODIFIABLE, true).with(Cka.EXTRACTABLE, true));
  }

  @Test
  void a_version_that_is_adopted_after_the_first_look_is_served() throws Exception {
    new SeededToken(provider).rsa("payments.v2", 3072, t -> t, t -> t.with(Cka.MODIFIABLE, true));
    assertThat(served()).containsExactly("payments.v1");
    KekAdoption adoption = new KekAdoption(provider.source(), provider.tokenKeys());
    adoption.adopt(
        adoption.candidates(key -> key.label().equals("payments.v2")).get(0),
        new KekRef("payments", 2),
        Clock.systemUTC());
    assertThat(served()).containsExactly("payments.v1", "payments.v2");
  }

  @Test
  void two_keys_of_one_label_take_no_other_key_out_of_service() throws Exception {
    foreignRsa("cards.v1");
    foreignRsa("cards.v1");
    assertThat(served()).containsExactly("payments.v1");
  }

  @Test
  void a_file_of_adopted_keys_that_was_changed_takes_only_those_out_of_service() throws Exception {
    new SeededToken(provider).rsa("payments.v2", 3072, t -> t, t -> t.with(Cka.MODIFIABLE, true));
    Files.writeString(adopted(), "changed\n");
    assertThat(served()).containsExactly("payments.v1");
  }
}
