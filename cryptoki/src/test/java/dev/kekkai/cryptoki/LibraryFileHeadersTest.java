package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LibraryFileHeadersTest {
  @TempDir private Path folder;

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
  void aWholeLibraryPasses() throws Exception {
    LibraryFile.check(library(64, 0, 120));
  }

  @Test
  void aSegmentBeyondTheEndIsRefused() throws Exception {
    refused(library(64, 1, 120));
  }

  @Test
  void numbersThatNoFileReachesAreRefusedAsWell() throws Exception {
    refused(library(-1, 0, 120));
    refused(library(64, Long.MAX_VALUE, 120));
    refused(library(64, 120, Long.MAX_VALUE));
    refused(library(64, -1, -1));
  }
}
