package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.stream.StreamEncryptor;
import dev.kekkai.formats.stream.StreamHeader;
import dev.kekkai.formats.stream.WrappedStreamDek;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files encrypted, decrypted and rewrapped by the command on a real token. */
class FilesOnTokenTest {
  private static final AtomicInteger KEKS = new AtomicInteger();
  private static final String[] NO_STORE = {"store", null};

  private static TestToken token;

  @TempDir private Path folder;
  private String kek;
  private Shell shell;
  private byte[] content;
  private Path plain;
  private Path sealed;

  @BeforeAll
  static void makeToken() {
    token = SoftHsmTokens.create("cli-files");
  }

  /** A KEK for each test, for some rotate it. */
  @BeforeEach
  void open() throws Exception {
    kek = "files-" + KEKS.incrementAndGet();
    shell = new Shell(folder).with("KEKKAI_CONFIG", configure("software", NO_STORE).toString());
    shell.ok("kek", "create", kek);
    content = new byte[50_000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i % 251);
    }
    plain = Files.write(folder.resolve("report.pdf"), content);
    sealed = folder.resolve("report.pdf.kekkai");
  }

  private Path configure(String bulk, String... more) {
    String[] all = Arrays.copyOf(new String[] {"kek", kek, "bulk", bulk}, 4 + more.length);
    System.arraycopy(more, 0, all, 4, more.length);
    return token.propertiesFile("files.properties", all);
  }

  @ParameterizedTest
  @CsvSource({"software, hsm", "hsm, software", "hsm, hsm"})
  void a_file_comes_back(String writer, String reader) throws Exception {
    configure(writer, NO_STORE);
    assertThat(shell.ok("encrypt", "report.pdf"))
        .isEqualTo(
            "Encrypted "
                + plain
                + " to "
                + sealed
                + " under "
                + kek
                + ".v1"
                + System.lineSeparator());
    assertThat(plain).hasBinaryContent(content);
    Files.delete(plain);
    configure(reader, NO_STORE);
    assertThat(shell.ok("decrypt", "report.pdf.kekkai")).contains("Decrypted", plain.toString());
    assertThat(plain).hasBinaryContent(content);
    assertThat(files()).containsExactlyInAnyOrder("report.pdf", "report.pdf.kekkai");
  }

  @Test
  void a_context_is_part_of_the_file() {
    shell.ok("encrypt", "report.pdf", "-c", "reports", "-c", "7");
    assertThat(shell.run("decrypt", "report.pdf.kekkai", "--out", "x", "-c", "reports"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err()).startsWith("kekkai: " + sealed + ": The stream does not decrypt");
    assertThat(files()).doesNotContain("x");
    shell.ok("decrypt", "report.pdf.kekkai", "--out", "x", "-c", "reports", "-c", "7");
    assertThat(folder.resolve("x")).hasBinaryContent(content);
  }

  @Test
  void a_rotation_and_a_rewrap_touch_the_header_only() throws Exception {
    shell.ok("encrypt", "report.pdf");
    byte[] before = Files.readAllBytes(sealed);
    assertThat(shell.ok("rewrap", "report.pdf.kekkai")).contains("is under " + kek + ".v1 already");
    assertThat(sealed).hasBinaryContent(before);
    shell.ok("kek", "rotate", kek);
    assertThat(shell.ok("rewrap", "report.pdf.kekkai"))
        .isEqualTo("Rewrapped " + sealed + String.format(" from %1$s.v1 to %1$s.v2%n", kek));
    byte[] after = Files.readAllBytes(sealed);
    assertThat(tail(after)).isEqualTo(tail(before));
    assertThat(StreamHeader.parse(Arrays.copyOf(after, StreamHeader.BYTES)).wrapped().kek())
        .isEqualTo(kek + ".v2");
    shell.ok("decrypt", "report.pdf.kekkai", "--out", "again");
    assertThat(folder.resolve("again")).hasBinaryContent(content);
  }

  @Test
  void a_file_moves_to_a_kek_of_another_kind_and_back() throws Exception {
    shell.ok("kek", "create", "cards", "--type", "rsa", "--bits", "2048");
    shell.ok("encrypt", "report.pdf");
    assertThat(shell.ok("rewrap", "report.pdf.kekkai", "--to", "cards")).contains("to cards.v1");
    shell.ok("decrypt", "report.pdf.kekkai", "--out", "again");
    assertThat(folder.resolve("again")).hasBinaryContent(content);
    assertThat(shell.ok("rewrap", "report.pdf.kekkai", "--to", kek))
        .contains("from cards.v1 to " + kek + ".v1");
    shell.ok("decrypt", "report.pdf.kekkai", "--out", "back");
    assertThat(folder.resolve("back")).hasBinaryContent(content);
  }

  @Test
  void a_damaged_file_is_one_error_and_leaves_nothing() throws Exception {
    shell.ok("encrypt", "report.pdf");
    byte[] good = Files.readAllBytes(sealed);
    Files.delete(plain);
    byte[] flipped = good.clone();
    flipped[good.length - 100] ^= 1;
    for (byte[] bad :
        new byte[][] {
          flipped,
          Arrays.copyOf(good, good.length - 20),
          Arrays.copyOf(good, StreamHeader.BYTES + 15_388),
          Arrays.copyOf(good, good.length + 1)
        }) {
      Files.write(sealed, bad);
      assertThat(shell.run("decrypt", "report.pdf.kekkai")).isEqualTo(ExitCode.REFUSED);
      assertThat(shell.err())
          .isEqualTo(
              "kekkai: "
                  + sealed
                  + ": The stream does not decrypt with this DEK and context: it was altered, cut"
                  + " short or put together of others, or belongs elsewhere"
                  + System.lineSeparator());
      assertThat(files()).containsExactly("report.pdf.kekkai");
    }
    Files.write(sealed, content);
    assertThat(shell.run("decrypt", "report.pdf.kekkai")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err()).contains("Not a Kekkai stream");
    assertThat(shell.run("rewrap", "report.pdf.kekkai")).isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err()).contains("Not a Kekkai stream");
  }

  @Test
  void nothing_is_overwritten() throws Exception {
    shell.ok("encrypt", "report.pdf");
    byte[] first = Files.readAllBytes(sealed);
    assertThat(shell.run("encrypt", "report.pdf")).isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains(sealed + " exists already", "--out");
    assertThat(shell.run("decrypt", "report.pdf.kekkai")).isEqualTo(ExitCode.USAGE);
    assertThat(sealed).hasBinaryContent(first);
    assertThat(plain).hasBinaryContent(content);
  }

  @Test
  void a_kek_that_is_not_there_is_exit_code_3() throws Exception {
    assertThat(shell.run("encrypt", "report.pdf", "--kek", "nosuch")).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(files()).containsExactly("report.pdf");
    shell.ok("encrypt", "report.pdf");
    TestToken other = SoftHsmTokens.create("cli-files-other");
    shell.with(
        "KEKKAI_CONFIG", other.propertiesFile("files-other.properties", "kek", kek).toString());
    assertThat(shell.run("decrypt", "report.pdf.kekkai", "--out", "x"))
        .isEqualTo(ExitCode.NOT_FOUND);
    assertThat(shell.err()).contains(kek + ".v1");
    shell.ok("kek", "create", kek);
    assertThat(shell.run("decrypt", "report.pdf.kekkai", "--out", "x"))
        .as("another key of the same name")
        .isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err()).contains("The stream does not decrypt");
    assertThat(shell.run("decrypt", "report.pdf.kekkai"))
        .as("a target that exists says nothing of the DEK")
        .isEqualTo(ExitCode.USAGE);
    assertThat(shell.err()).contains(plain + " exists already");
    assertThat(shell.run("rewrap", "report.pdf.kekkai")).isEqualTo(ExitCode.REFUSED);
    assertThat(files()).containsExactlyInAnyOrder("report.pdf", "report.pdf.kekkai");
  }

  @Test
  void each_file_that_can_t_be_rewrapped_is_named_once() throws Exception {
    stream("a.kekkai", kek + ".v1", "nosuchwrap");
    stream("b.kekkai", "nosuch.v1", "rfc3394");
    Files.writeString(folder.resolve("c.kekkai"), "no stream");
    assertThat(shell.run("rewrap", "a.kekkai", "b.kekkai", "c.kekkai", "d.kekkai", "--to", kek))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(shell.err().lines())
        .satisfiesExactly(
            line -> assertThat(named(line, "a")).contains("The file's DEK can't be unwrapped"),
            line -> assertThat(named(line, "b")).contains("There is no key nosuch.v1"),
            line -> assertThat(named(line, "c")).contains("Not a Kekkai stream"),
            line -> assertThat(named(line, "d")).contains("There is no file"));
  }

  private String named(String line, String file) {
    assertThat(line).startsWith("kekkai: ").containsOnlyOnce(folder.resolve(file).toString());
    return line;
  }

  /** One whose DEK was wrapped in a way that is not known here. */
  private void stream(String name, String kekVersion, String method) throws Exception {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
      StreamEncryptor.create()
          .encrypt(
              new SecretKeySpec(new byte[32], "AES"),
              new WrappedStreamDek(kekVersion, method, new byte[40]),
              InputStream.nullInputStream(),
              out,
              EncryptionContext.of("reports"));
    }
  }

  @Test
  void the_others_are_rewrapped_when_one_file_is_no_good() throws Exception {
    shell.ok("encrypt", "report.pdf");
    Files.copy(sealed, folder.resolve("b.kekkai"));
    shell.ok("kek", "rotate", kek);
    assertThat(shell.run("rewrap", "report.pdf", "nosuch", "b.kekkai", "report.pdf.kekkai"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(shell.out().lines()).hasSize(2).allMatch(line -> line.endsWith("to " + kek + ".v2"));
    assertThat(shell.err().lines()).hasSize(2);
  }

  @Test
  void the_store_says_which_version_is_primary() throws Exception {
    String store = "jdbc:h2:file:" + folder.resolve("store") + ";WRITE_DELAY=0";
    configure("software", "store", store);
    shell.okWithInput("x", "encrypt", "-c", "users");
    assertThat(shell.ok("encrypt", "report.pdf")).contains("under " + kek + ".v1");
    shell.ok("kek", "rotate", kek);
    assertThat(shell.ok("rewrap", "report.pdf.kekkai")).contains("to " + kek + ".v2");
  }

  private String[] files() {
    return folder.toFile().list((in, name) -> !name.startsWith("store"));
  }

  private static byte[] tail(byte[] stream) {
    return Arrays.copyOfRange(stream, StreamHeader.BYTES, stream.length);
  }
}
