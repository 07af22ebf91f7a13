package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.config.profile.KeyKind;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Session;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KeyTemplates;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kekkai kek adopt}: keys that somebody else made or brought, on a real token. */
class KekAdoptOnTokenTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();
  private static final String[] ADOPT = {"kek", "adopt", "payments.v1", "--yes", "payments.v1"};

  @TempDir private Path folder;
  private TestToken token;
  private Shell shell;
  private Path adopted;

  @BeforeEach
  void open() {
    token = SoftHsmTokens.create("adopt-" + TOKENS.incrementAndGet());
    adopted = folder.resolve("adopted");
    shell = new Shell(folder);
    configure("kek.adopted", adopted.toString());
  }

  private void configure(String... more) {
    String[] all = new String[more.length + 4];
    all[0] = "kek";
    all[1] = "payments";
    all[2] = "store";
    all[3] = "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0";
    System.arraycopy(more, 0, all, 4, more.length);
    shell.with("KEKKAI_CONFIG", token.propertiesFile("adopt.properties", all).toString());
  }

  @Test
  void an_imported_key_is_adopted_and_works_and_one_put_in_its_place_does_not() throws Exception {
    onToken((session, templates) -> imported(session, templates, "payments.v1", 7));
    assertThat(shell.runWithInput("x", "encrypt", "-c", "a")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.run("keys", "audit")).isEqualTo(ExitCode.FINDINGS);
    assertThat(shell.ok(ADOPT))
        .contains("Adopted payments.v1: AES KEK, 256 bits, CKA_ID 01", "with a canary");
    assertThat(shell.err())
        .contains("not-local: CKA_LOCAL is false", "once-readable", "once-extractable")
        .contains("Not verifiable: that nobody has a copy");
    String field = shell.okWithInput("s3cret", "encrypt", "-c", "a").strip();
    assertThat(shell.ok("keys", "audit", "--fail-on", "low"))
        .containsPattern("payments\\.v1 +aesKek +256 +256 +adopted +primary +opens")
        .contains("Accepted when payments.v1 was adopted: once-readable, once-extractable");

    onToken(
        (session, templates) -> {
          session.destroyObject(found(session, "payments.v1"));
          return imported(session, templates, "payments.v1", 8);
        });
    assertThat(shell.run("decrypt", "-c", "a", field)).isNotZero();
    assertThat(shell.err()).contains("another key");
    assertThat(shell.run("keys", "audit")).isEqualTo(ExitCode.FINDINGS);
    assertThat(shell.out()).contains("CRITICAL  adoption-refused: payments.v1");
  }

  @Test
  void a_file_that_somebody_changed_is_refused() throws Exception {
    onToken((session, templates) -> imported(session, templates, "payments.v1", 7));
    shell.ok(ADOPT);
    String text = Files.readString(adopted);
    assertThat(text).startsWith("kekkai adopted keys v1\nkey ").contains("\nkek payments.v1 01 ");
    Files.writeString(adopted, text.replace("payments.v1 01", "payments.v1 02"));
    assertThat(shell.runWithInput("x", "encrypt", "-c", "a")).isNotZero();
    assertThat(shell.err()).contains("(kek.adopted) is refused: its MAC does not fit");
    Files.writeString(adopted, "kek payments.v1\n");
    assertThat(shell.runWithInput("x", "encrypt", "-c", "a")).isNotZero();
    assertThat(shell.err()).contains("it is no list of adopted keys of version 1");
    Files.delete(adopted);
    assertThat(shell.runWithInput("x", "encrypt", "-c", "a")).isEqualTo(ExitCode.REFUSED);
    Files.createSymbolicLink(adopted, Path.of("/proc/self/mem")); // nothing can be read there
    for (String[] audit : new String[][] {{"keys", "audit"}, {"keys", "audit", "--inventory"}}) {
      assertThat(shell.run(audit)).as("a record that can't be read").isEqualTo(ExitCode.FAILED);
      assertThat(shell.out())
          .contains(
              "Not checked whether it was adopted: payments.v1 (", "not-local", "can't be read");
    }
    assertThat(shell.run("keys", "audit", "--json")).isEqualTo(ExitCode.FAILED);
    assertThat(shell.out()).contains("\"adoptionTrouble\":\"payments.v1 (");
  }

  @Test
  void a_key_of_the_ceremony_is_relabelled_and_lacking_defences_are_accepted_by_name()
      throws Exception {
    onToken(
        (session, templates) ->
            session.generateKey(
                new Mechanism.Plain(Ckm.AES_KEY_GEN),
                Template.builder()
                    .with(templates.aesKek("ceremony 2026", new byte[] {9}, 32, false))
                    .with(Cka.MODIFIABLE, true)
                    .without(Cka.ALLOWED_MECHANISMS)
                    .build()));
    String[] adopt = {
      "kek", "adopt", "payments.v1", "--yes", "payments.v1", "--key", "pkcs11:id=%09"
    };
    assertThat(shell.run(adopt)).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err()).contains("--accept modifiable --accept any-mechanism");
    String[] accepting = java.util.Arrays.copyOf(adopt, adopt.length + 2);
    accepting[adopt.length] = "--accept=modifiable";
    accepting[adopt.length + 1] = "--accept=any-mechanism";
    configure();
    assertThat(shell.run(accepting)).isNotZero();
    assertThat(shell.err()).contains("set kek.adopted = FILE");
    configure("kek.adopted", adopted.toString());
    shell.ok(accepting);
    String field = shell.okWithInput("s3cret", "encrypt", "-c", "a").strip();
    assertThat(shell.ok("decrypt", "-c", "a", field)).isEqualTo("s3cret");
  }

  @Test
  void an_rsa_kek_is_adopted_with_its_public_half() throws Exception {
    configure("kek.adopted", adopted.toString(), "store", null);
    onToken(
        (session, templates) ->
            session.generateKeyPair(
                new Mechanism.Plain(Ckm.RSA_PKCS_KEY_PAIR_GEN),
                templates
                    .publicKey(KeyKind.RSA_KEK, "cards", new byte[] {3})
                    .with(Cka.MODULUS_BITS, 2048L)
                    .with(Cka.PUBLIC_EXPONENT, new byte[] {1, 0, 1})
                    .with(Cka.MODIFIABLE, true)
                    .build(),
                Template.builder()
                    .with(templates.privateKey(KeyKind.RSA_KEK, "cards", new byte[] {3}, false))
                    .with(Cka.MODIFIABLE, true)
                    .build()));
    shell.ok(
        "kek",
        "adopt",
        "cards.v1",
        "--key",
        "cards",
        "--yes",
        "cards.v1",
        "--accept",
        "modifiable");
    assertThat(shell.ok("kek", "export", "cards")).contains("BEGIN PUBLIC KEY");
    assertThat(shell.ok("keys", "audit"))
        .containsPattern("cards\\.v1 +rsaKek +2048 +112 +adopted +primary +no store");
  }

  @Test
  void what_nobody_can_accept_is_not_adopted_and_nothing_is_changed() throws Exception {
    onToken(
        (session, templates) ->
            session.generateKey(
                new Mechanism.Plain(Ckm.AES_KEY_GEN),
                Template.builder()
                    .with(templates.aesKek("mixed", new byte[] {9}, 32, false))
                    .with(Cka.DECRYPT, true)
                    .with(Cka.MODIFIABLE, true)
                    .build()));
    String[] adopt = {"kek", "adopt", "payments.v1", "--key", "mixed", "--yes", "payments.v1"};
    assertThat(shell.run(adopt)).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err()).contains("nobody can accept wrap-and-decrypt");
    assertThat(shell.run(ADOPT)).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.run("kek", "adopt", "payments.v1")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("add --yes payments.v1");
    assertThat(shell.ok("kek", "list")).isEmpty();
    assertThat(adopted).doesNotExist();
  }

  @Test
  void where_trust_is_by_adoption_a_key_that_somebody_makes_is_found_and_not_used()
      throws Exception {
    configure("kek.adopted", adopted.toString(), "kek.trust", "adopted", "store", null);
    assertThat(shell.ok("kek", "create", "payments"))
        .contains("Adopted (kek.trust = adopted): copy " + adopted + " to every host");
    assertThat(shell.ok("kek", "rotate", "payments")).contains("Made payments.v2", "Adopted (");
    assertThat(shell.ok("keys", "audit", "--fail-on", "low"))
        .containsPattern("payments\\.v2 +aesKek +256 +256 +local +primary +no store");
    Path plain = Files.writeString(folder.resolve("plain.txt"), "s3cret");
    shell.ok("encrypt", plain.toString());

    try (KekkaiProvider somebody = token.provider()) {
      somebody.maker().rotate("payments");
    }
    assertThat(shell.ok("kek", "list"))
        .containsPattern("payments\\.v2 +AES KEK +256 +256 +yes ")
        .containsPattern("payments\\.v3 .* no .*UNUSABLE: Nobody adopted the key payments.v3");
    assertThat(shell.run("keys", "audit")).isEqualTo(ExitCode.FINDINGS);
    assertThat(shell.out())
        .contains("HIGH      not-adopted: payments.v3")
        .containsPattern("payments\\.v3 +aesKek +256 +256 +local +not adopted +no store")
        .containsOnlyOnce(" not-adopted: ");
    decrypts("plain.txt");
    shell.ok("kek", "adopt", "payments.v3", "--yes", "payments.v3");
    assertThat(Files.readString(adopted))
        .containsPattern("\\nkek payments\\.v3 \\S+ aesKek \\S+ - ");
    assertThat(shell.ok("keys", "audit", "--fail-on", "low"))
        .containsPattern("payments\\.v3 .*primary");
    decrypts("plain.txt");
  }

  private void decrypts(String name) throws Exception {
    Path back = folder.resolve("back.txt");
    Files.deleteIfExists(back);
    shell.ok("decrypt", folder.resolve(name) + ".kekkai", "--out", back.toString());
    assertThat(back).hasContent("s3cret");
  }

  @Test
  void where_an_adoption_could_not_be_written_no_kek_is_made() throws Exception {
    Path nowhere = folder.resolve("no such folder").resolve("adopted");
    configure("kek.adopted", nowhere.toString(), "kek.trust", "adopted", "store", null);
    assertThat(shell.run("kek", "create", "payments")).isNotZero();
    assertThat(shell.err()).contains("(kek.adopted) can't be written: there is no folder");
    assertThat(shell.ok("kek", "list")).isEmpty();

    configure("kek.adopted", adopted.toString(), "kek.trust", "adopted", "store", null);
    shell.ok("kek", "create", "payments");
    configure("kek.adopted", nowhere.toString(), "kek.trust", "adopted", "store", null);
    Path plain = Files.writeString(folder.resolve("plain.txt"), "s3cret");
    assertThat(shell.run("encrypt", plain.toString())).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err())
        .contains("Nobody adopted the key payments.v1", "adopted, which does not exist");
  }

  private static ObjectHandle imported(
      Session session, KeyTemplates templates, String label, int value) throws TokenException {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) value);
    return session.createObject(
        Template.builder()
            .with(templates.aesKek(label, new byte[] {1}, 32, false))
            .without(Cka.VALUE_LEN)
            .with(Cka.VALUE, bytes)
            .build());
  }

  private static ObjectHandle found(Session session, String label) throws TokenException {
    return session.find(Template.builder().with(Cka.LABEL, label).build()).get(0);
  }

  private interface Work {
    Object on(Session session, KeyTemplates templates) throws TokenException;
  }

  private void onToken(Work work) throws TokenException {
    try (KekkaiProvider provider = token.provider()) {
      Token open = provider.source().get();
      open.withReadWrite(session -> work.on(session, new KeyTemplates(open.profile())));
    }
  }
}
