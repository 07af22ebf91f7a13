package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LibraryFileTest {
  private static final Path LIBRARY =
      Path.of(System.getProperty("java.home"), "lib", "libjimage.so");

  @TempDir private Path folder;

  @Test
  void a_whole_library_and_a_missing_file_are_left_to_the_loader() {
    assertThatCode(() -> LibraryFile.check(LIBRARY)).doesNotThrowAnyException();
    assertThatCode(() -> LibraryFile.check(folder.resolve("none"))).doesNotThrowAnyException();
  }

  @Test
  void wherever_a_library_is_cut_within_what_is_mapped_it_is_refused() throws Exception {
    byte[] whole = Files.readAllBytes(LIBRARY);
    for (int length : new int[] {0, 3, 63, 64, 100, 4096, whole.length / 2}) {
      Path cut = Files.write(folder.resolve("cut.so"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> LibraryFile.check(cut))
          .as("of " + length + " bytes")
          .isInstanceOf(TokenException.class)
          .hasMessageContaining("is not a PKCS#11 module that can be loaded here")
          .hasMessageContaining("short");
    }
  }

  @Test
  void what_is_no_library_is_refused() throws Exception {
    Path text = Files.writeString(folder.resolve("text.so"), "no library. ".repeat(99));
    assertThatThrownBy(() -> LibraryFile.check(text))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("it is no shared library");
  }

  /** The header of a 64-bit little-endian library with one segment, and that segment's. */
  private Path library(long headers, long offset, long length) throws IOException {
    ByteBuffer elf = ByteBuffer.allocate(120).putInt(0, 0x7F454C46).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(4, (byte) 2).put(5, (byte) 1);
    elf.putLong(0x20, headers).putShort(0x36, (short) 56).putShort(0x38, (short) 1);
    elf.putLong(64 + 0x8, offset).putLong(64 + 0x20, length);
    return Files.write(folder.resolve("module.so"), elf.array());
  }

  private static void refused(Path module) {
    assertThatThrownBy(() -> LibraryFile.check(module))
        .isInstanceOf(TokenException.class)
        .hasMessageContaining("the file is cut short");
  }

  @Test
  void segments_within_the_file_pass() throws Exception {
    LibraryFile.check(library(64, 0, 120));
  }

  @Test
  void a_segment_beyond_the_end_is_refused() throws Exception {
    refused(library(64, 1, 120));
  }

  @Test
  void numbers_that_no_file_reaches_are_refused_as_well() throws Exception {
    refused(library(-1, 0, 120));
    refused(library(64, Long.MAX_VALUE, 120));
    refused(library(64, 120, Long.MAX_VALUE));
    refused(library(64, -1, -1));
  }
}
