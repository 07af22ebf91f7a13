package dev.kekkai.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.ExitCode;
import dev.kekkai.integration.cli.OtherJvm.Ended;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which binding is used, and what Java's leave to call native code has to do with it. */
class BindingChoiceTest {
  private static final boolean HAS_FFM = OtherJvm.FEATURE >= 22;
  private static final boolean ASKS_LEAVE = OtherJvm.FEATURE >= 24;
  private static final String FLAG = "--enable-native-access=";
  private static TestToken token;

  @TempDir private Path folder;
  private OtherJvm jvm;
  private String config;

  @BeforeAll
  static void make() throws Exception {
    token = SoftHsmTokens.create("choice");
    try (KekkaiProvider provider = token.provider()) {
      provider.maker().create(KekSpec.aes("payments"));
    }
  }

  @BeforeEach
  void open() {
    jvm = new OtherJvm(folder);
    config = token.propertiesFile("choice.properties", "kek", "payments").toString();
  }

  /** What may be asked for on this Java, and what one gets. */
  static Stream<List<String>> choices() {
    return HAS_FFM
        ? Stream.of(List.of("auto", "ffm"), List.of("ffm", "ffm"), List.of("iaik", "iaik"))
        : Stream.of(List.of("auto", "iaik"), List.of("iaik", "iaik"));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void the_jar_works_by_itself_without_a_warning(List<String> choice) throws Exception {
    works(jvm.asJar(List.of(binding(choice.get(0))), doctor()), choice.get(1));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void the_module_path_works_without_a_warning(List<String> choice) throws Exception {
    // ipkcs11wrapper has the native methods of IAIK; the other binding has none.
    String modules =
        "dev.kekkai.cryptoki" + (choice.get(1).equals("iaik") ? ",ipkcs11wrapper" : "");
    List<String> options =
        HAS_FFM ? List.of(binding(choice.get(0)), FLAG + modules) : List.of(binding(choice.get(0)));
    works(jvm.onModulePath(options, doctor()), choice.get(1));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void the_class_path_works_without_leave_and_says_once_what_to_set(List<String> choice)
      throws Exception {
    Ended ended = jvm.onClassPath(List.of(binding(choice.get(0))), doctor());
    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    assertThat(ended.out()).anyMatch(l -> l.endsWith("binding " + choice.get(1)));
    if (ASKS_LEAVE) {
      assertThat(ended.err()).anyMatch(l -> l.startsWith(OtherJvm.JAVA_WARNS));
      assertThat(ended.ownErr())
          .singleElement()
          .asString()
          .startsWith("WARN ")
          .contains("Start it with " + FLAG + "ALL-UNNAMED");
    } else {
      assertThat(ended.ownErr()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("choices")
  void where_java_refuses_one_line_says_what_to_set(List<String> choice) throws Exception {
    List<String> options =
        ASKS_LEAVE
            ? List.of(binding(choice.get(0)), "--illegal-native-access=deny")
            : List.of(binding(choice.get(0)));
    Ended ended = jvm.onClassPath(options, "--config", config, "kek", "list");
    if (ASKS_LEAVE) {
      assertThat(ended.exitCode()).isEqualTo(ExitCode.TOKEN);
      assertThat(ended.err())
          .singleElement()
          .asString()
          .startsWith("kekkai: Java does not let Kekkai call native code. Start it with " + FLAG);
    } else {
      assertThat(ended.exitCode()).as(ended.toString()).isZero();
    }
  }

  @Test
  void a_java_without_c_calls_falls_back_to_iaik_and_refuses_ffm_with_the_reason()
      throws Exception {
    String reason = HAS_FFM ? "can't call C functions" : "takes Java 22 or later";
    String none = "-Djdk.internal.foreign.CABI=UNSUPPORTED"; // as on a platform without them
    works(jvm.asJar(List.of(none, binding("auto")), doctor()), "iaik");
    Ended ended = jvm.asJar(List.of(none, binding("ffm")), "--config", config, "kek", "list");
    assertThat(ended.exitCode()).isEqualTo(ExitCode.TOKEN);
    assertThat(ended.err()).singleElement().asString().contains("ffm can't be had", reason);
  }

  @Test
  void a_name_that_is_no_binding_is_refused() throws Exception {
    Ended ended = jvm.asJar(List.of(binding("jni")), "--config", config, "kek", "list");
    assertThat(ended.exitCode()).isEqualTo(ExitCode.TOKEN);
    assertThat(ended.err()).singleElement().asString().contains("use auto, ffm or iaik");
  }

  private static String binding(String name) {
    return "-Dkekkai.binding=" + name;
  }

  private String[] doctor() {
    return new String[] {"--config", config, "doctor", "--quick"};
  }

  private static void works(Ended ended, String binding) {
    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    assertThat(ended.out()).anyMatch(l -> l.endsWith("binding " + binding));
    assertThat(ended.err()).isEmpty();
  }
}
