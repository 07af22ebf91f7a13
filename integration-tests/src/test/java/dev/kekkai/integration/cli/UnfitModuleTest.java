package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.integration.cli.OtherJvm.Ended;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A module that can't be one is refused in one line that says why, and nothing crashes. */
@Tag("slow")
class UnfitModuleTest {
  private static final TestToken TOKEN = Tokens.softHsm();

  @TempDir private Path folder;

  static Stream<String> bindings() {
    return OtherJvm.FEATURE >= 22 ? Stream.of("auto", "ffm", "iaik") : Stream.of("auto", "iaik");
  }

  @ParameterizedTest
  @MethodSource("bindings")
  void a_text_file(String binding) throws Exception {
    byte[] text = "this is no library, however long it goes on. ".repeat(99).getBytes();
    refused(binding, text, "it is no shared library");
  }

  @ParameterizedTest
  @MethodSource("bindings")
  void a_library_that_is_cut_short(String binding) throws Exception {
    byte[] whole = Files.readAllBytes(TOKEN.module());
    refused(binding, Arrays.copyOf(whole, whole.length / 2), "the file is cut short");
  }

  @ParameterizedTest
  @MethodSource("bindings")
  void a_library_of_another_kind(String binding) throws Exception {
    byte[] other =
        Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libjimage.so"));
    refused(binding, other, "it has no C_GetFunctionList");
  }

  @ParameterizedTest
  @MethodSource("bindings")
  void a_module_that_lacks_a_library_of_its_own(String binding) throws Exception {
    byte[] module = Files.readAllBytes(TOKEN.module());
    String bytes = new String(module, StandardCharsets.ISO_8859_1);
    byte[] lacking =
        bytes.replace("libstdc++.so", "libmissin.so").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(lacking).as("it needs libstdc++").hasSameSizeAs(module).isNotEqualTo(module);
    refused(binding, lacking, "libmissin.so.6: cannot open shared object file");
  }

  private void refused(String binding, byte[] module, String why) throws Exception {
    Path file = Files.write(folder.resolve("module.so"), module);
    String config = TOKEN.propertiesFile("unfit.properties", "module", file.toString()).toString();
    Ended ended =
        new OtherJvm(folder)
            .asJar(List.of("-Dkekkai.binding=" + binding), "--config", config, "kek", "list");
    assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(ExitCode.TOKEN);
    assertThat(ended.err())
        .singleElement()
        .asString()
        .startsWith("kekkai: " + file + " is not a PKCS#11 module that can be loaded here: ")
        .contains(why);
  }
}
