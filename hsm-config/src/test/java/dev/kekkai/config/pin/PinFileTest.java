package dev.kekkai.config.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinFileTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void makeFile() throws IOException {
    file = Files.createFile(folder.resolve("pin"));
    mode("rw-------");
  }

  private void mode(String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private void assertRefused(String expected) {
    PinSource source = new PinSource.File(file);
    assertThatThrownBy(source::open)
        .isInstanceOf(PinUnavailableException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(expected)
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3crét 結", "s3crét 結\n", "s3crét 結\r\n"})
  void oneLineBreakAtTheEndDoesNotCount(String content) throws IOException {
    Files.writeString(file, content);
    try (Pin pin = new PinSource.File(file).open()) {
      assertThat(pin.chars()).containsExactly("s3crét 結".toCharArray());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rw-r--r--,0644,0640",
    "r--r--r--,0444,0440",
    "rw-rw----,0660,0640",
    "rwxrwxrwx,0777,0750",
    "rw------x,0601,0600"
  })
  void aFileOpenToOthersIsRefusedWithTheRightCommand(String permissions, String is, String right)
      throws IOException {
    Files.writeString(file, "s3cret");
    mode(permissions);
    assertRefused("mode " + is);
    assertRefused("chmod " + right + " " + file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r--------", "rw-------", "rw-r-----", "r--r-----"})
  void aFileForOwnerAndGroupIsRead(String permissions) throws IOException {
    Files.writeString(file, "s3cret");
    mode(permissions);
    try (Pin pin = new PinSource.File(file).open()) {
      assertThat(pin.chars()).hasSize(6);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void anEmptyFileIsRefused(String content) throws IOException {
    Files.writeString(file, content);
    assertRefused("is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret\nmore", "s3cret\n\n", "s3cret\0"})
  void severalLinesAreRefused(String content) throws IOException {
    Files.writeString(file, content);
    assertRefused("has several lines or control characters");
  }

  @Test
  void fourKibibytesAreTheMost() throws IOException {
    Files.writeString(file, "x".repeat(4096));
    try (Pin pin = new PinSource.File(file).open()) {
      assertThat(pin.chars()).hasSize(4096);
    }
    Files.writeString(file, "x".repeat(4097));
    assertRefused("longer than 4096 bytes");
  }

  @Test
  void whatIsNotUtf8IsRefused() throws IOException {
    Files.write(file, new byte[] {'a', (byte) 0xff});
    assertRefused("is not UTF-8");
    Files.write(file, new byte[] {'a', (byte) 0xc3});
    assertRefused("is not UTF-8");
  }

  @Test
  void aMissingFileAndAFolderAreSaid() throws IOException {
    Files.delete(file);
    assertRefused("does not exist");
    Files.createDirectory(file);
    assertRefused("is not a regular file");
  }
}
