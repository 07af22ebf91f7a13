package dev.kekkai.config.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinTest {

  @Test
  void closingWipesTheLiveArray() {
    Pin pin = Pin.takeOver("1234".toCharArray());
    char[] chars = pin.chars();
    assertThat(chars).containsExactly('1', '2', '3', '4');
    pin.close();
    pin.close();
    assertThat(chars).containsOnly('\0');
    assertThatThrownBy(pin::chars).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(pin::utf8).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void bytesAreUtf8() {
    try (Pin pin = Pin.takeOver("é結".toCharArray())) {
      assertThat(pin.utf8()).isEqualTo("é結".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void textShowsNothing() {
    Pin pin = Pin.takeOver("1234".toCharArray());
    assertThat(pin).hasToString("Pin[hidden]");
    pin.close();
    assertThat(pin).hasToString("Pin[wiped]");
  }

  @Test
  void anEnvironmentVariableThatIsNotSetIsNamed() {
    PinSource source = new PinSource.Env("KEKKAI_NO_SUCH_VARIABLE");
    assertThatThrownBy(source::open)
        .isInstanceOf(PinUnavailableException.class)
        .hasMessageContaining("KEKKAI_NO_SUCH_VARIABLE is not set");
    assertThatThrownBy(() -> PinEnvironment.read("X", "")).hasMessageContaining("X is empty");
  }

  @Test
  void anEnvironmentVariableIsThePin() {
    String value = System.getenv("PATH");
    try (Pin pin = new PinSource.Env("PATH").open()) {
      assertThat(new String(pin.chars())).isEqualTo(value);
    }
  }

  @Test
  void aPromptWithoutATerminalSaysWhatToDo() {
    assertThatThrownBy(() -> PinPrompt.ask(null))
        .isInstanceOf(PinUnavailableException.class)
        .hasMessageContaining("needs a terminal")
        .hasMessageContaining("file:PATH");
  }

  @Test
  void theThreeFormsAreRead() {
    Path base = Path.of("/etc/kekkai");
    assertThat(PinSource.parse("prompt", base)).isEqualTo(new PinSource.Prompt());
    assertThat(PinSource.parse("env:TOKEN_PIN", base)).isEqualTo(new PinSource.Env("TOKEN_PIN"));
    assertThat(PinSource.parse("file:pin", base))
        .isEqualTo(new PinSource.File(Path.of("/etc/kekkai/pin")));
    assertThat(PinSource.parse("file:/run/secrets/pin", base))
        .isEqualTo(new PinSource.File(Path.of("/run/secrets/pin")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"98765", "Prompt", "file:", "file:\0 98765", "env:98765", "env:", ""})
  void everythingElseIsRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> PinSource.parse(text, Path.of("/etc")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("98765")
        .hasNoCause();
  }
}
