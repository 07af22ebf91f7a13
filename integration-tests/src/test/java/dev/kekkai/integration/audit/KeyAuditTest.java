package dev.kekkai.integration.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.audit.AuditedKey;
import dev.kekkai.provider.audit.Finding;
import dev.kekkai.provider.audit.KeyAudit;
import dev.kekkai.testkit.NssTokens;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Tokens seeded with one key for each attack of the design, and with keys that nothing is wrong
 * with.
 */
class KeyAuditTest {
  private static final long CBC_PAD = 0x1085;
  private static final UnaryOperator<Template.Builder> AS_IT_IS = template -> template;

  @Test
  void each_attack_is_found_on_softhsm2_and_nothing_else() throws Exception {
    TestToken token = SoftHsmTokens.create("audit-attacks");
    SeededToken.trust(token, "trusted");
    try (KekkaiProvider provider = token.provider()) {
      SeededToken seeded = new SeededToken(provider);
      seedUsages(seeded);
      seedGuards(seeded);
      seedPins(seeded);
      seedIdentities(seeded);
      makeClean(provider);
      int before = objects(provider);
      assertThat(found(provider))
          .containsExactly(
              "bare trojan-wrapping-key",
              "blank.v1 no-unwrap-template",
              "cbc.v1 weak-mechanism",
              "clean-ec.v1 weak-kek",
              "clean-rsa.v1 weak-kek",
              "conjure.v1 encrypt-and-unwrap",
              "copy.v1 copyable",
              "data dek-on-token",
              "data.v1 dek-on-token",
              "decrypts.v1 wrap-and-decrypt",
              "derives.v1 derive-and-other",
              "foreign no-version",
              "foreign-mix wrap-and-decrypt",
              "imported.v1 not-local",
              "imported.v1 once-extractable",
              "imported.v1 once-readable",
              "known trojan-wrapping-key",
              "leaves.v1 extractable",
              "leaves.v1 once-extractable",
              "letout.v1 loose-unwrap-template",
              "loose.v1 loose-unwrap-template",
              "many.v1 any-mechanism",
              "open.v1 not-private",
              "pinned.v1 no-rewrap",
              "reads.v1 once-readable",
              "reads.v1 readable",
              "rsa-mix.v1 weak-kek",
              "rsa-mix.v1 wrap-and-decrypt",
              "rsa-pair wrap-and-decrypt",
              "rsa-signs.v1 sign-and-unwrap",
              "rsa-signs.v1 weak-kek",
              "short.v1 weak-kek",
              "signs.v1 mixed-usage",
              "swapped.v1 replaced-public-half",
              "swapped.v1 weak-kek",
              "trusted trojan-wrapping-key",
              "trusted trusted-without-login",
              "turns.v1 modifiable",
              "twice.v1 same-id",
              "twice.v1 same-label",
              "wraps.v1 loose-unwrap-template");
      assertThat(told(provider, "letout.v1"))
          .contains("CKA_UNWRAP_TEMPLATE pins CKA_EXTRACTABLE as true");
      assertThat(told(provider, "wraps.v1"))
          .contains(
              "CKA_UNWRAP_TEMPLATE pins CKA_KEY_TYPE as 19; CKA_UNWRAP_TEMPLATE pins CKA_WRAP as true");
      assertThat(objects(provider)).as("objects on the token").isEqualTo(before);
    }
  }

  private static void seedUsages(SeededToken token) throws Exception {
    token.aes("decrypts.v1", t -> t.with(Cka.DECRYPT, true));
    token.aes("conjure.v1", t -> t.with(Cka.ENCRYPT, true));
    token.aes("derives.v1", t -> t.with(Cka.DERIVE, true));
    token.aes("signs.v1", t -> t.with(Cka.SIGN, true));
    token.rsa("rsa-mix.v1", 2048, AS_IT_IS, t -> t.with(Cka.DECRYPT, true));
    token.rsa("rsa-signs.v1", 2048, AS_IT_IS, t -> t.with(Cka.SIGN, true));
    token.rsa("rsa-pair", 2048, AS_IT_IS, t -> t.with(Cka.DECRYPT, true).with(Cka.UNWRAP, false));
    token.aes("foreign-mix", t -> t.with(Cka.DECRYPT, true));
    token.aes("foreign", AS_IT_IS);
    token.aes("data", t -> t.with(Cka.WRAP, false).with(Cka.UNWRAP, false).with(Cka.DECRYPT, true));
    token.aes(
        "data.v1", t -> t.with(Cka.WRAP, false).with(Cka.UNWRAP, false).with(Cka.ENCRYPT, true));
  }

  private static void seedGuards(SeededToken token) throws Exception {
    token.aes("reads.v1", t -> t.with(Cka.SENSITIVE, false));
    token.aes("leaves.v1", t -> t.with(Cka.EXTRACTABLE, true));
    token.aes("open.v1", t -> t.with(Cka.PRIVATE, false));
    token.importAes("imported.v1", AS_IT_IS);
    token.importAes("known", AS_IT_IS);
    token.importPublic("bare", AS_IT_IS);
    token.aes("turns.v1", t -> t.with(Cka.MODIFIABLE, true));
    token.aes("copy.v1", t -> t.with(Cka.COPYABLE, true));
    token.aes("many.v1", t -> t.without(Cka.ALLOWED_MECHANISMS));
    token.aes(
        "cbc.v1", t -> t.with(Cka.ALLOWED_MECHANISMS, new long[] {Ckm.AES_KEY_WRAP, CBC_PAD}));
    token.aes("short.v1", t -> t.with(Cka.VALUE_LEN, 16L));
  }

  private static void seedPins(SeededToken token) throws Exception {
    token.aes("blank.v1", t -> t.without(Cka.UNWRAP_TEMPLATE));
    Template loose = Template.builder().with(Cka.TOKEN, false).with(Cka.DERIVE, false).build();
    token.aes("loose.v1", t -> t.with(Cka.UNWRAP_TEMPLATE, loose));
    Template pinned =
        Template.builder()
            .with((Template) value(token.kek("x.v1"), Cka.UNWRAP_TEMPLATE))
            .with(Cka.EXTRACTABLE, false)
            .build();
    token.aes("pinned.v1", t -> t.with(Cka.UNWRAP_TEMPLATE, pinned));
    Template wraps = with(token, Cka.WRAP, true).with(Cka.KEY_TYPE, 0x13L).build();
    token.aes("wraps.v1", t -> t.with(Cka.UNWRAP_TEMPLATE, wraps));
    Template letOut = with(token, Cka.EXTRACTABLE, true).build();
    token.aes("letout.v1", t -> t.with(Cka.UNWRAP_TEMPLATE, letOut));
  }

  private static Template.Builder with(SeededToken token, long attribute, boolean value) {
    return Template.builder()
        .with((Template) value(token.kek("x.v1"), Cka.UNWRAP_TEMPLATE))
        .with(attribute, value);
  }

  private static Object value(Template template, long attribute) {
    return template.attributes().stream()
        .filter(a -> a.type() == attribute)
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static void seedIdentities(SeededToken token) throws Exception {
    byte[] id = {0x77};
    token.aes("twice.v1", t -> t.with(Cka.ID, id));
    token.aes("twice.v1", t -> t.with(Cka.ID, id));
    byte[] swapped = {0x78};
    token.rsa("swapped.v1", 2048, t -> t.with(Cka.LABEL, "away"), t -> t.with(Cka.ID, swapped));
    token.importPublic("swapped.v1", t -> t.with(Cka.ID, swapped));
  }

  private static void makeClean(KekkaiProvider provider) throws TokenException {
    provider.maker().create(KekSpec.aes("clean"));
    provider.maker().create(KekSpec.rsa("clean-rsa", 2048));
    provider.maker().create(KekSpec.ec("clean-ec", 256));
    provider.maker().create(KekSpec.ec("clean-p521", 521));
    provider.maker().create(KekSpec.seal("clean-seal", 256));
    provider.maker().create(KekSpec.index("clean-index"));
  }

  @Test
  void keys_made_here_are_clean_on_nss_and_attacks_are_found() throws Exception {
    TestToken token = NssTokens.create("nss-audit");
    try (KekkaiProvider provider = token.provider()) {
      makeClean(provider);
      SeededToken seeded = new SeededToken(provider);
      seeded.aes("decrypts.v1", t -> t.with(Cka.DECRYPT, true));
      seeded.aes("conjure.v1", t -> t.with(Cka.ENCRYPT, true));
      seeded.aes("leaves.v1", t -> t.with(Cka.EXTRACTABLE, true));
      seeded.aes("turns.v1", t -> t.with(Cka.MODIFIABLE, true));
      seeded.importPublic("bare", AS_IT_IS);
      assertThat(found(provider))
          .containsExactly(
              "bare trojan-wrapping-key",
              "clean-ec.v1 weak-kek",
              "clean-rsa.v1 weak-kek",
              "conjure.v1 encrypt-and-unwrap",
              "decrypts.v1 wrap-and-decrypt",
              "leaves.v1 extractable",
              "leaves.v1 once-extractable",
              "turns.v1 modifiable");
    }
  }

  private static SortedSet<String> found(KekkaiProvider provider) throws TokenException {
    List<AuditedKey> keys = new KeyAudit(provider.source(), provider.tokenKeys()).run();
    SortedSet<String> found = new TreeSet<>();
    for (AuditedKey key : keys) {
      key.findings().forEach(finding -> found.add(key.key().label() + " " + finding.rule().id()));
    }
    return found;
  }

  private static List<String> told(KekkaiProvider provider, String label) throws TokenException {
    return new KeyAudit(provider.source(), provider.tokenKeys())
        .run().stream()
            .filter(key -> key.key().label().equals(label))
            .flatMap(key -> key.findings().stream())
            .map(Finding::found)
            .toList();
  }

  private static int objects(KekkaiProvider provider) throws TokenException {
    Template all = Template.builder().with(Cka.TOKEN, true).build();
    return provider.source().get().with(session -> session.find(all).size());
  }
}
