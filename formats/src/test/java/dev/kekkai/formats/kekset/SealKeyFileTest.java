package dev.kekkai.formats.kekset;

import static dev.kekkai.formats.kekset.TestKeks.pair;
import static dev.kekkai.formats.kekset.TestKeks.publicOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.formats.encoding.NistCurve;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealKeyFileTest {
  private final ECPublicKey p256 = publicOf(pair(NistCurve.P_256));
  private final ECPublicKey p521 = publicOf(pair(NistCurve.P_521));

  @Test
  void what_is_written_is_read(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("seal.pem");
    SealKeyFile.write(file, List.of(p256));
    SealKeyFile.write(file, List.of(p256, p521));

    assertThat(SealKeyFile.read(file)).containsExactly(p256, p521);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void bouncy_castle_reads_what_is_written() throws Exception {
    try (PEMParser parser = new PEMParser(new StringReader(SealKeyFile.format(List.of(p521))))) {
      assertThat(((SubjectPublicKeyInfo) parser.readObject()).getEncoded())
          .isEqualTo(p521.getEncoded());
    }
  }

  @Test
  void what_bouncy_castle_writes_is_read() throws Exception {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(p256);
    }

    assertThat(SealKeyFile.parse("The seal key of 2026\r\n" + text)).containsExactly(p256);
  }

  @Test
  void other_blocks_are_refused() {
    String pem = SealKeyFile.format(List.of(p256));

    assertRefused(pem.replace("PUBLIC KEY", "PRIVATE KEY"), "is a PRIVATE KEY; seal keys to pin");
    assertRefused(pem.replace("PUBLIC KEY", "CERTIFICATE"), "is a CERTIFICATE; seal keys to pin");
    assertRefused(pem + pem.replace("PUBLIC KEY", "EC PARAMETERS"), "is a EC PARAMETERS");
  }

  @Test
  void text_that_is_no_pem_is_refused() {
    String pem = SealKeyFile.format(List.of(p256));

    assertRefused("", "Not PEM");
    assertRefused(pem.replace("-----END", "----END"), "Not PEM");
    assertRefused(pem + "-----BEGIN PUBLIC KEY-----\n", "Not PEM");
    assertRefused(pem.replace("\n-----END", "*\n-----END"), "Not PEM");
    assertRefused(pem.replaceFirst("KEY-----\n....", "KEY-----\n"), "holds no public EC key");
    assertRefused("x".repeat(64 * 1024 + 1), "at most 64 KiB");
  }

  @Test
  void other_kinds_of_key_are_refused() throws Exception {
    byte[] ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getEncoded();

    assertRefused(
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getEncoder().encodeToString(ed)
            + "\n-----END PUBLIC KEY-----",
        "holds no public EC key");
  }

  @Test
  void a_missing_file_is_an_io_error(@TempDir Path folder) {
    assertThatThrownBy(() -> SealKeyFile.read(folder.resolve("none.pem")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void a_file_too_long_is_not_read_to_its_end(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("long.pem");
    Files.writeString(file, "x".repeat(200_000));

    assertThatThrownBy(() -> SealKeyFile.read(file))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessage("A file of public seal keys has at most 64 KiB");
  }

  private static void assertRefused(String pem, String message) {
    assertThatThrownBy(() -> SealKeyFile.parse(pem))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining(message);
  }
}
