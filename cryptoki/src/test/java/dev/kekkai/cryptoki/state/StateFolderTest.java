package dev.kekkai.cryptoki.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateFolderTest {

  @Test
  void withoutAConfiguredFolderItIsThisUsersOwn() {
    assertThat(StateFolder.ofUser(Map.of("XDG_STATE_HOME", "/var/state"), "/home/u"))
        .isEqualTo(Path.of("/var/state/kekkai"));
    assertThat(StateFolder.ofUser(Map.of("XDG_STATE_HOME", "relative"), "/home/u"))
        .isEqualTo(Path.of("/home/u/.local/state/kekkai"));
    assertThat(StateFolder.ofUser(Map.of(), "/home/u"))
        .isEqualTo(Path.of("/home/u/.local/state/kekkai"));
  }
}
