package dev.kekkai.formats.encoding;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @Test
  void an_object_is_read_as_it_stands() throws Exception {
    assertThat(read(" {\"a\":\"\\u7d50\\/\",\"b\":[1,-2,true],\"c\":{\"d\":{}},\"e\":false}\n"))
        .isEqualTo(
            Map.of("a", "結/", "b", List.of(1L, -2L, true), "c", Map.of("d", Map.of()), "e", false));
  }

  @Test
  void numbers_up_to_a_long_are_kept() throws Exception {
    assertThat(read("{\"n\":9223372036854775807}")).containsEntry("n", Long.MAX_VALUE);
    assertThatThrownBy(() -> read("{\"n\":9223372036854775808}")).isInstanceOf(Bad.class);
  }

  @Test
  void a_name_may_stand_twice_in_different_objects() throws Exception {
    assertThat(read("{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":1}]}")).containsKeys("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"a\"",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{\"a\":[1}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":NaN}",
        "{\"a\":1.0}",
        "{\"a\":1e2}",
        "{\"a\":null}",
        "{\"a\":True}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":1}{}",
        "{\"a\":1} x",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":1}",
        "{\"b\":{\"a\":1,\"a\":1}}",
        "{\"a\":[[[[1]]]]}",
        "/* */{}",
        "{}//",
        "# \n{}"
      })
  void what_two_readers_might_read_differently_is_refused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(Bad.class).hasNoCause();
  }

  @Test
  void bytes_that_are_no_utf_8_are_refused() {
    assertThatThrownBy(
            () -> StrictJson.object(new byte[] {'{', '"', (byte) 0xc3, '"', '}'}, Bad::new))
        .isInstanceOf(Bad.class)
        .hasMessage("The JSON is not UTF-8");
    assertThatThrownBy(() -> StrictJson.object("{}".getBytes(UTF_16), Bad::new))
        .isInstanceOf(Bad.class);
  }

  private static Map<String, Object> read(String text) throws Bad {
    return StrictJson.object(text.getBytes(UTF_8), Bad::new);
  }

  private static final class Bad extends Exception {
    private static final long serialVersionUID = 1L;

    Bad(String message) {
      super(message);
    }
  }
}
