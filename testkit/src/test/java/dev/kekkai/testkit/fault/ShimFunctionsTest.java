package dev.kekkai.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShimFunctionsTest {
  private static final Path SHIM = Path.of("src", "main", "c");

  @Test
  void functions_are_those_of_the_shim_in_its_order() throws Exception {
    List<String> ofShim =
        Pattern.compile("^(?:SPECIAL|FORWARD)\\((C_\\w+)", Pattern.MULTILINE)
            .matcher(Files.readString(SHIM.resolve("functions.def")))
            .results()
            .map(r -> r.group(1))
            .toList();

    assertThat(ofShim).hasSize(68).isEqualTo(ShimFunctions.NAMES);
  }

  @Test
  void words_of_the_control_block_are_where_the_shim_has_them() throws Exception {
    String header = Files.readString(SHIM.resolve("shim.h"));

    assertThat(position(header, "W_", "COMMAND_NUMBER")).isEqualTo(ShimControl.COMMAND_NUMBER);
    assertThat(position(header, "W_", "DONE_CKR")).isEqualTo(ShimControl.DONE_CKR);
    assertThat(position(header, "W_", "OPEN_SESSIONS")).isEqualTo(ShimControl.OPEN_SESSIONS);
    assertThat(position(header, "W_", "PROCESS")).isEqualTo(ShimControl.PROCESS);
    assertThat(position(header, "W_", "PLAYED")).isEqualTo(ShimControl.PLAYED);
    assertThat(position(header, "W_", "MAX_BYTES")).isEqualTo(ShimControl.MAX_BYTES);
    assertThat(position(header, "W_", "MANUFACTURER")).isEqualTo(ShimControl.MANUFACTURER);
    assertThat(position(header, "F_", "CALLS")).isEqualTo(ShimControl.CALLS);
    assertThat(position(header, "F_", "HANGING")).isEqualTo(ShimControl.HANGING);
  }

  @Test
  void behaviours_have_the_bits_that_the_shim_reads() throws Exception {
    Map<String, Integer> ofShim =
        Pattern.compile("^  PLAY_(\\w+) = (\\d+)", Pattern.MULTILINE)
            .matcher(Files.readString(SHIM.resolve("shim.h")))
            .results()
            .collect(Collectors.toMap(r -> r.group(1), r -> Integer.parseInt(r.group(2))));
    int any = 0;
    for (Behaviour behaviour : Behaviour.values()) {
      assertThat(ofShim).containsEntry(behaviour.name(), behaviour.bit());
      any |= behaviour.bit();
    }

    assertThat(ofShim).containsEntry("NAMES", PlayedModule.NAMES);
    assertThat(ofShim).containsEntry("ANY", any | PlayedModule.NAMES);
    assertThat(ofShim).hasSize(Behaviour.values().length + 2);
  }

  private static int position(String header, String prefix, String name) {
    return Pattern.compile("^  (" + prefix + "\\w+)\\b", Pattern.MULTILINE)
        .matcher(header)
        .results()
        .map(MatchResult::group)
        .map(String::strip)
        .toList()
        .indexOf(prefix + name);
  }

  @Test
  void a_function_that_is_not_in_the_list_is_refused() {
    assertThatThrownBy(() -> ShimFunctions.index("C_MessageEncryptInit"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("C_MessageEncryptInit");
  }
}
