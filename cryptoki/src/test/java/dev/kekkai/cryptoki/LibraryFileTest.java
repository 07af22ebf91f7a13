package dev.kekkai.cryptoki;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
