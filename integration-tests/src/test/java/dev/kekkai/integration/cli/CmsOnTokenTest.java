package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.cryptoki.Cka;
import dev.kekkai.cryptoki.Ckm;
import dev.kekkai.cryptoki.Mechanism;
import dev.kekkai.cryptoki.ObjectHandle;
import dev.kekkai.cryptoki.Template;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.NssTokens;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CMS exchanged with the openssl command, with the private key in the token. */
class CmsOnTokenTest {
  private static final String TAKEN = "-aes-256-gcm -outform DER -keyopt rsa_padding_mode:oaep";
  private static final String BAD =
      ": The CMS does not decrypt with this KEK: it was altered or cut short, or is for another"
          + System.lineSeparator();

  /** Before cards.v1 in the order of labels. */
  private static final Template TWIN =
      Template.builder()
          .with(Cka.TOKEN, true)
          .with(Cka.PRIVATE, true)
          .with(Cka.LABEL, "a.v1")
          .with(Cka.VALUE_LEN, 32L)
          .build();

  private static TestToken token;
  private static Path keys;

  @TempDir private Path folder;
  private Shell shell;
  private OpenSsl openssl;
  private byte[] content;
  private Path plain;
  private Path sealed;

  @BeforeAll
  static void makeKeys(@TempDir Path shared) throws Exception {
    keys = shared;
    token = SoftHsmTokens.create("cli-cms");
    Shell shell = new Shell(keys).with("KEKKAI_CONFIG", configure("software").toString());
    shell.ok("kek", "create", "cards", "--type", "rsa", "--bits", "2048");
    shell.ok("kek", "create", "payments");
    Files.writeString(keys.resolve("cards.pem"), shell.ok("kek", "export", "cards", "--cert"));
    new OpenSsl(keys)
        .ok(
            "req -new -x509 -newkey rsa:2048 -nodes -keyout partner.key -subj /CN=partner -out"
                + " partner.pem");
  }

  private static Path configure(String bulk) {
    return token.propertiesFile("cms.properties", "kek", "cards", "bulk", bulk, "store", null);
  }

  @BeforeEach
  void open() throws Exception {
    shell = new Shell(folder).with("KEKKAI_CONFIG", configure("software").toString());
    openssl = new OpenSsl(folder);
    content = new byte[200_003];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i % 251);
    }
    plain = Files.write(folder.resolve("report.pdf"), content);
    sealed = folder.resolve("report.pdf.p7m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--oaep sha-1", "--oaep sha-512"})
  void openssl_opens_what_is_sealed_for_a_certificate(String oaep) throws Exception {
    String[] more = oaep.isEmpty() ? new String[0] : oaep.split(" ");
    assertThat(shell.ok(words("encrypt report.pdf --cms --cert " + keys + "/partner.pem", more)))
        .contains("Encrypted " + plain + " to " + sealed + " for CN=partner, RSA-OAEP with sha-");
    openssl.ok(
        "cms -decrypt -binary -inform DER -in report.pdf.p7m -out again -recip "
            + (keys + "/partner.pem -inkey " + keys + "/partner.key"));
    assertThat(folder.resolve("again")).hasBinaryContent(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-keyid", "-stream", "-stream -keyid"})
  void the_token_opens_what_openssl_seals(String how) throws Exception {
    seal(TAKEN + " " + how, keys.resolve("cards.pem"));
    Files.delete(plain);
    assertThat(shell.ok("decrypt", "report.pdf.p7m"))
        .isEqualTo(
            "Decrypted " + sealed + " to " + plain + " under cards.v1" + System.lineSeparator());
    assertThat(plain).hasBinaryContent(content);
    assertThat(Files.getPosixFilePermissions(plain)).hasSize(2);
  }

  @Test
  void a_file_for_the_token_and_a_partner_is_opened_by_both() throws Exception {
    shell.ok(
        words(
            "encrypt report.pdf --cms --kek cards --oaep sha-384 --cert " + keys + "/partner.pem"));
    shell.ok("decrypt", "report.pdf.p7m", "--cms", "--out", "here");
    assertThat(folder.resolve("here")).hasBinaryContent(content);
    openssl.ok(
        "cms -decrypt -binary -inform DER -in report.pdf.p7m -out there -inkey "
            + keys
            + "/partner.key");
    assertThat(folder.resolve("there")).hasBinaryContent(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 65_536})
  void every_length_comes_back(int length) throws Exception {
    Files.write(plain, Arrays.copyOf(content, length));
    shell.ok("encrypt", "report.pdf", "--cms");
    shell.ok("decrypt", "report.pdf.p7m", "--out", "again");
    assertThat(folder.resolve("again")).hasBinaryContent(Arrays.copyOf(content, length));
  }

  @Test
  void two_keys_of_one_label_are_passed_over() throws Exception {
    twins(session -> session.generateKey(new Mechanism.Plain(Ckm.AES_KEY_GEN), TWIN));
    twins(session -> session.generateKey(new Mechanism.Plain(Ckm.AES_KEY_GEN), TWIN));
    try {
      shell.ok("encrypt", "report.pdf", "--cms");
      shell.ok("decrypt", "report.pdf.p7m", "--out", "again");
      assertThat(folder.resolve("again")).hasBinaryContent(content);
    } finally {
      twins(
          session -> {
            for (ObjectHandle twin :
                session.find(Template.builder().with(Cka.LABEL, "a.v1").build())) {
              session.destroyObject(twin);
            }
            return true;
          });
    }
  }

  private static void twins(Token.Work<?> work) throws Exception {
    try (KekkaiProvider provider = token.provider()) {
      provider.source().get().withReadWrite(work);
    }
  }

  @Test
  void another_hash_is_for_a_token_that_has_it() throws Exception {
    seal(TAKEN + " -keyopt rsa_oaep_md:sha256", keys.resolve("cards.pem"));
    assertThat(shell.run("decrypt", "report.pdf.p7m", "--out", "x")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err()).contains("RSA-OAEP with sha-256, which this token has not");

    TestToken nss = NssTokens.create("cli-cms-nss");
    shell.with("KEKKAI_CONFIG", nss.propertiesFile("nss.properties", "kek", "cards").toString());
    shell.ok("kek", "create", "cards", "--type", "rsa", "--bits", "2048");
    Path certificate =
        Files.writeString(folder.resolve("nss.pem"), shell.ok("kek", "export", "cards", "--cert"));
    for (String hash : new String[] {"sha256", "sha512"}) {
      seal(TAKEN + " -keyopt rsa_oaep_md:" + hash, certificate);
      shell.ok("decrypt", "report.pdf.p7m", "--out", hash);
      assertThat(folder.resolve(hash)).hasBinaryContent(content);
    }
    Files.delete(sealed);
    assertThat(shell.ok("encrypt", "report.pdf", "--cms")).contains("RSA-OAEP with sha-256");
    shell.ok("decrypt", "report.pdf.p7m", "--out", "own");
    assertThat(folder.resolve("own")).hasBinaryContent(content);
  }

  @Test
  void a_certificate_of_another_authority_is_named_to_decrypt() throws Exception {
    Files.writeString(folder.resolve("key.pem"), shell.ok("kek", "export", "cards.v1"));
    openssl.ok(
        "x509 -new -force_pubkey key.pem -subj /CN=elsewhere -set_serial 4711 -signkey "
            + keys
            + "/partner.key -out elsewhere.pem");
    seal(TAKEN, folder.resolve("elsewhere.pem"));
    assertThat(shell.run("decrypt", "report.pdf.p7m", "--out", "x")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.err()).contains("None of its 1 RSA recipients is a KEK", "--cert FILE");
    shell.ok("decrypt", "report.pdf.p7m", "--out", "x", "--cert", "elsewhere.pem");
    assertThat(folder.resolve("x")).hasBinaryContent(content);
  }

  @Test
  void a_damaged_cms_is_one_error_and_leaves_nothing() throws Exception {
    seal(TAKEN, keys.resolve("cards.pem"));
    byte[] good = Files.readAllBytes(sealed);
    Files.delete(plain);
    int content = good.length - this.content.length - 18;
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    for (byte[] bad :
        new byte[][] {
          flipped(good, good.length - 1), // the tag
          flipped(good, good.length / 2),
          flipped(good, content), // the first byte of the content
          flipped(good, content - 12), // the nonce
          flipped(good, content - 100), // the wrapped key
          Arrays.copyOf(good, good.length - 1),
          Arrays.copyOf(good, good.length - 16),
          Arrays.copyOf(good, good.length / 2),
          longer
        }) {
      Files.write(sealed, bad);
      assertThat(shell.run("decrypt", "report.pdf.p7m")).isEqualTo(ExitCode.REFUSED);
      assertThat(shell.err()).isEqualTo("kekkai: " + sealed + BAD);
      assertThat(folder.toFile().list()).containsExactly("report.pdf.p7m");
    }
    Files.write(sealed, Arrays.copyOf(good, 300));
    assertThat(shell.run("decrypt", "report.pdf.p7m")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err()).contains("Not a CMS AuthEnvelopedData: it is damaged or cut short");
  }

  @Test
  void a_malformed_header_is_refused_with_the_file_s_name() throws Exception {
    Path certificate = keys.resolve("cards.pem");
    seal(TAKEN + " -keyopt rsa_oaep_md:sha256", certificate);
    byte[] good = Files.readAllBytes(sealed);
    int name = indexOf(good, "cards.v1".getBytes(StandardCharsets.US_ASCII)) + 8;
    int mgf1 = indexOf(good, HexFormat.of().parseHex("06092a864886f70d010108")) + 11;
    refusedWith(good, name, 0x02, 0x04, "Not a CMS AuthEnvelopedData: it is damaged"); // its serial
    refusedWith(good, mgf1, 0x30, 0x04, "parameters that are damaged"); // the hash of mgf1
  }

  private void refusedWith(byte[] good, int at, int was, int other, String message)
      throws Exception {
    byte[] bad = good.clone();
    assertThat(bad[at]).isEqualTo((byte) was);
    bad[at] = (byte) other;
    Files.write(sealed, bad);
    assertThat(shell.run("decrypt", "report.pdf.p7m", "--out", "x")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err()).startsWith("kekkai: " + sealed + ": ").contains(message);
    assertThat(folder.resolve("x")).doesNotExist();
  }

  private static int indexOf(byte[] in, byte[] wanted) {
    int at = 0;
    while (!Arrays.equals(in, at, at + wanted.length, wanted, 0, wanted.length)) {
      at++;
    }
    return at;
  }

  @Test
  void a_target_that_exists_says_nothing_of_the_dek() throws Exception {
    seal(TAKEN, keys.resolve("cards.pem"));
    byte[] good = Files.readAllBytes(sealed);
    Files.write(sealed, flipped(good, good.length - content.length - 18 - 100)); // the wrapped key
    assertThat(shell.run("decrypt", "report.pdf.p7m")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains(plain + " exists already");
    assertThat(plain).hasBinaryContent(content);
    assertThat(shell.run("decrypt", "report.pdf.p7m", "--out", "x")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err()).isEqualTo("kekkai: " + sealed + BAD);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("report.pdf", "report.pdf.p7m");
  }

  private static byte[] flipped(byte[] good, int at) {
    byte[] flipped = good.clone();
    flipped[at] ^= 1;
    return flipped;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-aes-256-gcm -outform DER|PKCS #1 v1.5, which is not taken;"
            + " openssl cms -encrypt wraps with OAEP when told -keyopt rsa_padding_mode:oaep",
        "-aes-256-cbc -outform DER -keyopt rsa_padding_mode:oaep|EnvelopedData, whose content"
            + " nothing authenticates",
        "-aes-128-gcm -outform DER -keyopt rsa_padding_mode:oaep|not by AES-256-GCM",
        "-aes-256-gcm -keyopt rsa_padding_mode:oaep|openssl cms writes that when told -outform DER",
      })
  void what_is_not_taken_is_said(String optionsAndMessage) throws Exception {
    String[] parts = optionsAndMessage.split("\\|");
    seal(parts[0], keys.resolve("cards.pem"));
    assertThat(shell.run("decrypt", "report.pdf.p7m", "--cms", "--out", "x"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err()).startsWith("kekkai: " + sealed + ": ").contains(parts[1]);
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void wrong_use_says_what_would_be_right() throws Exception {
    refused("encrypt report.pdf --cms --kek payments", "payments.v1 is no RSA KEK");
    refused("encrypt report.pdf --cms -c reports", "a CMS has no place for it");
    refused("encrypt report.pdf --cms --segment-bytes 1024", "a CMS has none");
    refused("encrypt report.pdf --cms --oaep sha-1", "--oaep needs --cert");
    refused("encrypt report.pdf --cert " + keys + "/partner.pem", "need --cms");
    refused("encrypt report.pdf --cms --cert report.pdf", "no file with an X.509 certificate");
    refused("encrypt --cms -c users", "--cms is for a file");
    refused("kek export payments", "payments.v1 is no RSA KEK and no EC KEK");
    shell.ok("encrypt", "report.pdf", "--cms");
    refused("decrypt report.pdf.p7m -c reports --out x", "a CMS has no place for it");
    refused("decrypt report.pdf.p7m", "report.pdf exists already");
    shell.with("KEKKAI_CONFIG", configure("hsm").toString());
    refused("decrypt report.pdf.p7m --out x", "it needs bulk = software");
    refused("encrypt report.pdf --cms --out x", "it needs bulk = software");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  private void refused(String command, String message) {
    assertThat(shell.run(words(command))).as(command).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).startsWith("kekkai: ").contains(message);
  }

  private void seal(String options, Path certificate) throws Exception {
    openssl.ok(
        "cms -encrypt -binary -in report.pdf -out report.pdf.p7m -recip "
            + certificate
            + " "
            + options.trim());
  }

  private static String[] words(String command, String... more) {
    String[] words = command.split(" ");
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }
}
