package dev.kekkai.integration.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.audit.AuditedKey;
import dev.kekkai.provider.audit.KeyAudit;
import dev.kekkai.provider.keys.KekAdoption;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.Shim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that change, and tokens that fail, between a look at a key and its adoption or use. */
class KekAdoptionTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();
  private static final byte[] ID = {1};
  private static final long CKR_FUNCTION_FAILED = 0x6;
  private static final long CKR_FUNCTION_NOT_SUPPORTED = 0x54;

  @TempDir private Path folder;
  private TestToken token;
  private Path adopted;

  @BeforeEach
  void open() {
    token = SoftHsmTokens.create("adoption-" + TOKENS.incrementAndGet());
    adopted = folder.resolve("adopted");
  }

  private KekkaiProvider provider(TestToken of) {
    return of.provider("kek.adopted", adopted.toString(), "deadline", "1s");
  }

  @Test
  void a_key_that_was_put_in_the_place_of_the_one_confirmed_is_not_adopted() throws Exception {
    try (KekkaiProvider provider = provider(token)) {
      SeededToken seeded = new SeededToken(provider);
      seeded.importAes("payments.v1", t -> t.with(Cka.ID, ID));
      KekAdoption adoption = new KekAdoption(provider.source(), provider.tokenKeys());
      KekAdoption.Candidate confirmed = candidate(adoption, "payments.v1");
      destroy(provider, confirmed.key().object());
      seeded.importAes("payments.v1", t -> t.with(Cka.ID, ID));
      assertThatThrownBy(() -> adopt(adoption, confirmed, "payments"))
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("'payments.v1', id 01 was exchanged since it was looked at");
      assertThat(adopted).doesNotExist();
      adopt(adoption, candidate(adoption, "payments.v1"), "payments");
      assertThat(adopted).exists();
    }
  }

  @Test
  void a_pair_of_which_one_half_keeps_its_label_keeps_both() throws Exception {
    try (KekkaiProvider provider = provider(token)) {
      new SeededToken(provider)
          .rsa(
              "ceremony",
              2048,
              t -> t.with(Cka.MODIFIABLE, false),
              t -> t.with(Cka.MODIFIABLE, true));
      KekAdoption adoption = new KekAdoption(provider.source(), provider.tokenKeys());
      KekAdoption.Candidate pair = candidate(adoption, "ceremony");
      assertThatThrownBy(() -> adopt(adoption, pair, "cards")).isInstanceOf(TokenException.class);
      assertThat(labelled(provider, "ceremony")).hasSize(2);
      assertThat(labelled(provider, "cards.v1")).isEmpty();
      assertThat(adopted).doesNotExist();
    }
  }

  @Test
  void an_audit_that_the_token_does_not_let_prove_an_adopted_key_finds_nothing_and_fails()
      throws Exception {
    try (Shim shim = Shim.over(token)) {
      try (KekkaiProvider provider = provider(shim.token())) {
        new SeededToken(provider).importAes("payments.v1", t -> t.with(Cka.ID, ID));
        KekAdoption adoption = new KekAdoption(provider.source(), provider.tokenKeys());
        adopt(adoption, candidate(adoption, "payments.v1"), "payments");
        shim.fail("C_SignInit", 1, Long.MAX_VALUE, CKR_FUNCTION_FAILED);
        KeyAudit audit = new KeyAudit(provider.source(), provider.tokenKeys());
        assertThatThrownBy(audit::run)
            .isInstanceOf(TokenException.class)
            .hasMessageContaining("C_SignInit");
        shim.clear();
        assertThat(audit.run()).flatExtracting(AuditedKey::findings).isEmpty();
      }
    }
  }

  @Test
  void trouble_that_no_retry_ends_is_told_and_no_finding_of_an_adopted_key() throws Exception {
    try (Shim shim = Shim.over(token)) {
      try (KekkaiProvider provider = provider(shim.token())) {
        SeededToken seeded = new SeededToken(provider);
        seeded.importAes("payments.v1", t -> t.with(Cka.ID, ID));
        seeded.aes("mixed.v1", t -> t.with(Cka.DECRYPT, true));
        KekAdoption adoption = new KekAdoption(provider.source(), provider.tokenKeys());
        adopt(adoption, candidate(adoption, "payments.v1"), "payments");
        shim.fail("C_SignInit", 1, Long.MAX_VALUE, CKR_FUNCTION_NOT_SUPPORTED);
        List<AuditedKey> keys = new KeyAudit(provider.source(), provider.tokenKeys()).run();
        assertThat(findings(keys)).containsExactly("mixed.v1 wrap-and-decrypt");
        assertThat(keys)
            .filteredOn(key -> key.key().label().equals("payments.v1"))
            .singleElement()
            .satisfies(key -> assertThat(key.accepted()).isEmpty())
            .extracting(AuditedKey::adoptionTrouble)
            .asString()
            .contains("payments.v1", "not-local", "C_SignInit answered CKR_FUNCTION_NOT_SUPPORTED");
      }
    }
  }

  @Test
  void a_second_key_of_its_label_is_a_finding_of_an_adopted_key() throws Exception {
    try (KekkaiProvider provider = provider(token)) {
      SeededToken seeded = new SeededToken(provider);
      seeded.importAes("payments.v1", t -> t.with(Cka.ID, ID));
      KekAdoption adoption = new KekAdoption(provider.source(), provider.tokenKeys());
      adopt(adoption, candidate(adoption, "payments.v1"), "payments");
      seeded.importAes("payments.v1", t -> t.with(Cka.ID, new byte[] {2}));
    }
    try (KekkaiProvider provider = provider(token)) {
      assertThat(findings(new KeyAudit(provider.source(), provider.tokenKeys()).run()))
          .contains("payments.v1 adoption-refused", "payments.v1 not-local");
    }
  }

  @Test
  void a_changed_file_is_a_finding_of_adopted_keys_only() throws Exception {
    try (KekkaiProvider provider = provider(token)) {
      SeededToken seeded = new SeededToken(provider);
      seeded.aes("clean.v1", t -> t);
      seeded.aes("mixed.v1", t -> t.with(Cka.DECRYPT, true));
      seeded.importAes("payments.v1", t -> t.with(Cka.ID, ID));
      KekAdoption adoption = new KekAdoption(provider.source(), provider.tokenKeys());
      adopt(adoption, candidate(adoption, "payments.v1"), "payments");
      Files.writeString(adopted, "changed\n");
      assertThat(findings(new KeyAudit(provider.source(), provider.tokenKeys()).run()))
          .containsExactly(
              "mixed.v1 wrap-and-decrypt",
              "payments.v1 adoption-refused",
              "payments.v1 once-readable",
              "payments.v1 once-extractable",
              "payments.v1 not-local");
    }
  }

  private static List<String> findings(List<AuditedKey> keys) {
    return keys.stream()
        .flatMap(k -> k.findings().stream().map(f -> k.key().label() + " " + f.rule().id()))
        .toList();
  }

  private static KekAdoption.Candidate candidate(KekAdoption adoption, String label)
      throws TokenException {
    return adoption.candidates(key -> key.label().equals(label)).get(0);
  }

  private static void adopt(KekAdoption adoption, KekAdoption.Candidate candidate, String name)
      throws TokenException {
    adoption.adopt(candidate, new KekRef(name, 1), Clock.systemUTC());
  }

  private static List<ObjectHandle> labelled(KekkaiProvider provider, String label)
      throws TokenException {
    Template wanted = Template.builder().with(Cka.LABEL, label).build();
    return provider.source().get().with(session -> session.find(wanted));
  }

  private static void destroy(KekkaiProvider provider, ObjectHandle object) throws TokenException {
    Token open = provider.source().get();
    open.withReadWrite(
        session -> {
          session.destroyObject(object);
          return true;
        });
  }
}
