package dev.kekkai.cryptoki.iaik;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportedNameTest {
  private static final byte[] NAME = "C_GetFunctionList".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_519, 65_520, 65_535, 65_536, 65_537, 131_060, 200_000})
  void the_name_is_found_wherever_it_stands(int at) throws Exception {
    byte[] file = new byte[at + NAME.length + 3];
    System.arraycopy(NAME, 0, file, at, NAME.length);
    assertThat(ExportedName.isIn(Files.write(folder.resolve("module"), file))).isTrue();
  }

  @Test
  void a_file_without_it_is_no_module() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "C_GetFunctionLis C_GetFunction");
    assertThat(ExportedName.isIn(text)).isFalse();
    assertThat(ExportedName.isIn(Files.write(folder.resolve("empty"), new byte[0]))).isFalse();
  }
}
