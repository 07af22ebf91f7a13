package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.config.ModuleSettings;
import dev.kekkai.config.Sharing;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.TokenInitializer;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KeyTemplates;
import dev.kekkai.testkit.PinFile;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a real token, as a shell would run it. */
class CommandOnTokenTest {
  private static final AtomicInteger TOKENS = new AtomicInteger();

  @TempDir private Path folder;
  private TestToken token;
  private Shell shell;

  @BeforeEach
  void open() {
    token = SoftHsmTokens.create("cli-" + TOKENS.incrementAndGet());
    shell = new Shell(folder).with("KEKKAI_CONFIG", configure().toString());
  }

  private Path configure(String... overrides) {
    String[] all = new String[overrides.length + 4];
    all[0] = "kek";
    all[1] = "payments";
    all[2] = "store";
    all[3] = "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0";
    System.arraycopy(overrides, 0, all, 4, overrides.length);
    return token.propertiesFile(token.setting("token").replaceAll("\\W", "") + ".properties", all);
  }

  @Test
  void a_value_survives_a_rotation() {
    assertThat(shell.run("kek", "create", "payments")).as(shell.err()).isZero();
    assertThat(shell.out()).contains("Made payments.v1").contains("with a canary");
    String field = shell.okWithInput("s3cret\n", "encrypt", "-c", "users", "-c", "1").strip();
    assertThat(shell.ok("decrypt", "-c", "users", "-c", "1", field)).isEqualTo("s3cret");
    assertThat(shell.ok("kek", "rotate", "payments"))
        .contains("Rotated to payments.v2")
        .contains("DEKs rewrapped: 1");
    assertThat(shell.okWithInput(field + "\n", "decrypt", "-c", "users", "-c", "1"))
        .isEqualTo("s3cret");
    assertThat(shell.ok("kek", "list"))
        .containsPattern("payments\\.v1 +AES KEK +256 +256 +no ")
        .containsPattern("payments\\.v2 +AES KEK +256 +256 +yes ");
  }

  @Test
  void deks_are_rewrapped_to_another_kek_and_the_report_verifies_without_kekkai() throws Exception {
    shell.ok("kek", "create", "payments");
    shell.ok("kek", "create", "orders");
    String field = shell.okWithInput("s3cret\n", "encrypt", "-c", "a").strip();
    String[] rewrap = {"rewrap", "--from", "payments.v1", "--to", "orders.v1"};
    assertThat(shell.ok("rewrap", "--from", "payments.v1", "--to", "orders.v1", "--dry-run"))
        .contains("1 DEKs are under payments.v1 and would be rewrapped to orders.v1; 0 are under");
    assertThat(
            shell.ok("rewrap", "--from", "payments.v1", "--to", "orders.v1", "--report", "r.jws"))
        .startsWith("Rewrapped 1 DEKs from payments.v1 to orders.v1 in ")
        .contains("Wrote the report " + folder.resolve("r.jws"), "'kekkai seal-key export kekkai-");
    assertThat(shell.err()).isEmpty();
    assertThat(shell.ok(rewrap))
        .contains("Nothing to do: no DEK is under payments.v1, 1 are under orders.v1");
    assertThat(shell.okWithInput(field + "\n", "decrypt", "-c", "a")).isEqualTo("s3cret");

    String jws = Files.readString(folder.resolve("r.jws")).strip();
    String pem = shell.ok("seal-key", "export", "kekkai-reports");
    assertThat(verifies(jws, pem)).isTrue();
    assertThat(verifies(jws.replaceFirst("\\.[A-Za-z0-9]", ".x"), pem)).isFalse();
    String json =
        new String(Base64.getUrlDecoder().decode(jws.split("\\.")[1]), StandardCharsets.UTF_8);
    assertThat(json)
        .contains("\"report\":\"rewrap\"")
        .contains("\"rewrapped\":1,\"underTo\":1,\"remainingUnderFrom\":0,\"failed\":[]")
        .contains("\"from\":{\"kek\":\"payments.v1\",\"ckaId\":\"")
        .contains("\"label\":\"" + token.setting("token").replaceAll(".*token=", ""));

    assertThat(shell.run(rewrap[0], rewrap[1], "nosuch.v1", rewrap[3], rewrap[4]))
        .isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.err()).contains("The DEK store has no KEK nosuch.v1");
    assertThat(shell.run("rewrap", "--from", "payments.v1", "--to", "orders.v1", "--threads", "64"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("--threads 64 needs as many sessions and one more, and");
    assertThat(
            shell.run("rewrap", "--from", "payments.v1", "--to", "orders.v1", "--report", "r.jws"))
        .as("a report is never overwritten")
        .isEqualTo(ExitCode.USAGE);
  }

  /** ES256 of RFC 7518, section 3.4, by nothing but the JDK. */
  private static boolean verifies(String jws, String pem) throws Exception {
    byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
    verifier.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der)));
    verifier.update(jws.substring(0, jws.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII));
    return verifier.verify(Base64.getUrlDecoder().decode(jws.substring(jws.lastIndexOf('.') + 1)));
  }

  @Test
  void bytes_come_back_as_they_are_with_exact() {
    shell.ok("kek", "create", "payments");
    String field = shell.okWithInput("a\n\n", "encrypt", "--exact", "-c", "x").strip();
    assertThat(shell.ok("decrypt", "-c", "x", field)).isEqualTo("a\n\n");
  }

  @Test
  void parts_of_the_context_are_not_split_or_joined() {
    shell.ok("kek", "create", "payments");
    String field = shell.okWithInput("x", "encrypt", "-c", "a", "-c", "b").strip();
    assertThat(shell.run("decrypt", "-c", "a/b", field)).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.run("decrypt", "-c", "ab", field)).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.run("decrypt", "-c", "b", "-c", "a", field)).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err())
        .isEqualTo(
            "kekkai: The field token does not decrypt with this DEK and context"
                + System.lineSeparator());
    assertThat(shell.out()).isEmpty();
  }

  @Test
  void what_is_not_there_is_exit_code_3() {
    assertThat(shell.runWithInput("x", "encrypt", "-c", "a")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.err()).contains("'payments'").contains("kekkai kek create");
    assertThat(shell.run("kek", "rotate", "payments")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.run("doctor", "--quick")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.out()).contains("FAIL  KEK: There is no key named 'payments'");
  }

  @Test
  void a_name_that_is_taken_is_refused_and_nothing_is_made() {
    shell.ok("kek", "create", "payments");
    assertThat(shell.run("kek", "create", "payments")).isEqualTo(ExitCode.FAILED);
    assertThat(shell.err()).contains("kek rotate payments");
    assertThat(shell.ok("kek", "list").lines().filter(line -> line.startsWith("payments")))
        .hasSize(1);
  }

  @Test
  void a_wrong_pin_is_exit_code_5_and_is_shown_nowhere() {
    PinFile.write(token.folder().resolve("wrong.pin"), "wrong-pin-4711");
    configure("pin", "file:wrong.pin");
    assertThat(shell.run("kek", "list", "--debug")).isEqualTo(ExitCode.TOKEN);
    assertThat(shell.err()).contains("refused the PIN").doesNotContain("wrong-pin-4711");
  }

  @Test
  @Tag("slow")
  void doctor_says_when_a_pin_was_refused_and_logs_in_when_told_to() {
    shell.ok("kek", "create", "payments");
    PinFile.write(token.folder().resolve("fixed.pin"), "wrong-pin-4711");
    configure("pin", "file:fixed.pin");
    assertThat(shell.run("doctor")).isEqualTo(ExitCode.TOKEN);
    assertThat(shell.run("doctor", "--quick")).isEqualTo(ExitCode.TOKEN);
    assertThat(shell.out())
        .containsPattern("FAIL  module, token and login: .* refused the PIN of file:\\S+ at 20")
        .contains("run 'kekkai doctor --confirm-login' once");
    PinFile.write(token.folder().resolve("fixed.pin"), SoftHsmTokens.PIN);
    assertThat(shell.run("kek", "list")).isEqualTo(ExitCode.TOKEN);
    assertThat(shell.err()).contains("since the last good login", "--confirm-login");
    assertThat(shell.ok("doctor", "--quick", "--confirm-login")).contains("Everything works");
    assertThat(shell.ok("kek", "list")).contains("payments.v1");
  }

  @Test
  void a_token_that_is_not_there_is_exit_code_5() {
    configure("token", "pkcs11:token=nosuch");
    assertThat(shell.run("doctor")).isEqualTo(ExitCode.TOKEN);
    assertThat(shell.out())
        .contains("ok    configuration")
        .contains("FAIL  module, token and login");
  }

  @Test
  void an_unfit_key_is_listed_with_the_reason_and_not_used() throws Exception {
    try (KekkaiProvider provider = token.provider()) {
      KeyTemplates templates = new KeyTemplates(provider.source().get().profile());
      Template decrypts =
          Template.builder()
              .with(templates.aesKek("payments.v1", new byte[] {1}, 32, false))
              .with(Cka.DECRYPT, true)
              .build();
      provider
          .source()
          .get()
          .withReadWrite(s -> s.generateKey(new Mechanism.Plain(Ckm.AES_KEY_GEN), decrypts));
    }
    assertThat(shell.ok("kek", "list")).contains("UNFIT: CKA_DECRYPT is true");
    assertThat(shell.run("doctor", "--quick")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.runWithInput("x", "encrypt", "-c", "a")).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  @Tag("slow")
  void doctor_says_ok_to_every_step_and_leaves_nothing_on_the_token() throws Exception {
    shell.ok("kek", "create", "payments");
    int before = objects();
    assertThat(shell.run("doctor")).as(shell.out()).isZero();
    assertThat(shell.out().lines().filter(line -> line.startsWith("ok    "))).hasSize(9);
    assertThat(shell.out()).contains("warn  software token").contains("Everything works");
    assertThat(objects()).isEqualTo(before);
  }

  @Test
  void doctor_passes_on_the_token_of_a_key_server_that_has_ec_keks_only() throws Exception {
    configure("kek", "cards", "store", null);
    shell.ok("kek", "create", "cards", "--type", "ec", "--bits", "256");
    int before = objects();
    assertThat(shell.ok("doctor", "--quick"))
        .contains("ok    seal and open a throw-away item: ECDH-ES+A256KW", "Everything works")
        .doesNotContain("AES-256-GCM, bulk");
    assertThat(objects()).isEqualTo(before);

    configure("kek", "cards");
    assertThat(shell.run("doctor", "--quick")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.out()).contains("FAIL  DEK store: cards.v1 is no AES KEK");
  }

  private int objects() throws Exception {
    try (KekkaiProvider provider = token.provider()) {
      Template all = Template.builder().with(Cka.TOKEN, true).build();
      return provider.source().get().with(session -> session.find(all).size());
    }
  }

  @Test
  void without_a_store_encrypt_says_what_to_set() {
    configure("store", null);
    shell.ok("kek", "create", "payments");
    assertThat(shell.runWithInput("x", "encrypt", "-c", "a")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("set store = JDBC-URL");
    assertThat(shell.ok("kek", "rotate", "payments")).contains("No DEK was rewrapped");
  }

  @Test
  void kinds_of_kek_are_made_as_asked_for() {
    assertThat(shell.ok("kek", "create", "cards", "--type", "rsa", "--bits", "2048"))
        .contains("cards.v1: RSA KEK, 2048 bits");
    assertThat(shell.ok("kek", "create", "curve", "--type", "ec", "--bits", "256"))
        .contains("curve.v1: EC KEK, 256 bits");
    assertThat(shell.ok("kek", "create", "safe", "--hsm-only")).contains("hsm-only");
    assertThat(shell.ok("kek", "rotate", "cards"))
        .contains("Made cards.v2", "the DEK store takes AES KEKs only");
    assertThat(shell.ok("kek", "rotate", "curve")).contains("Made curve.v2");
  }

  @Test
  void init_makes_a_token_that_everything_works_with() throws Exception {
    shell.with("SOFTHSM2_CONF", System.getenv("SOFTHSM2_CONF")).with("KEKKAI_CONFIG", "");
    String label = "cli-init-" + TOKENS.incrementAndGet();
    shell.ok("init", "--create-token", "--module", token.module().toString(), "--token", label);
    String pin = Files.readString(folder.resolve("token.pin"));
    assertThat(pin).matches("[0-9a-f]{32}");
    assertThat(shell.out()).contains("Made the token '" + label + "'").doesNotContain(pin);
    shell.ok("kek", "create", "payments");
    assertThat(shell.ok("doctor", "--quick")).contains("Everything works");
  }

  @Test
  void init_makes_a_token_for_an_officer_who_keeps_his_pin() throws Exception {
    shell.with("SOFTHSM2_CONF", System.getenv("SOFTHSM2_CONF")).with("KEKKAI_CONFIG", "");
    String label = "cli-init-" + TOKENS.incrementAndGet();
    Path officer = Files.writeString(folder.resolve("so.pin"), "0fficer-0f-it\n");
    Files.setPosixFilePermissions(officer, PosixFilePermissions.fromString("rw-------"));
    String module = token.module().toString();
    String[] init = {
      "init", "--create-token", "--module", module, "--token", label, "--so-pin", "env:SO_PIN"
    };
    assertThat(shell.run(init)).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains("--create-token needs --so-pin file:PATH");
    init[init.length - 1] = "file:so.pin";
    assertThat(shell.ok(init)).doesNotContain("0fficer");
    TokenInitializer initializer =
        new TokenInitializer(new ModuleSettings(token.module(), null, Sharing.EXCLUSIVE, null));
    char[] user = Files.readString(folder.resolve("token.pin")).toCharArray();
    assertThatThrownBy(() -> initializer.initPin(label, "another-pin".toCharArray(), user))
        .hasMessageContaining("CKR_PIN_INCORRECT");
    initializer.initPin(label, "0fficer-0f-it".toCharArray(), user);
    shell.ok("kek", "create", "payments");
  }
}
