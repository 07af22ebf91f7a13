package dev.kekkai.client;

import static dev.kekkai.client.TestNet.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kekkai.client.FakeKeyServer.Reply;
import dev.kekkai.formats.EncryptionContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadAnswerTest {

  private static final EncryptionContext CONTEXT = EncryptionContext.empty();

  private final KeyServerClient client = TestNet.CLIENT;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "[]",
        "null",
        "{}",
        "{\"plaintext\":\"AQ\"}",
        "{\"kek\":\"payments.v1\"}",
        "{\"plaintext\":\"AQ\",\"kek\":\"payments.v1\"",
        "{\"plaintext\":\"AQ\",\"kek\":\"payments.v1\"}{}",
        "{\"plaintext\":\"AQ\",\"plaintext\":\"AQ\",\"kek\":\"payments.v1\"}",
        "{\"plaintext\":\"AQ==\",\"kek\":\"payments.v1\"}",
        "{\"plaintext\":\"A\",\"kek\":\"payments.v1\"}",
        "{\"plaintext\":\"A+==\",\"kek\":\"payments.v1\"}",
        "{\"plaintext\":\"\\u0041Q\",\"kek\":\"payments.v1\"}",
        "{\"plaintext\":\"AQ",
        "{\"plaintext\":1,\"kek\":\"payments.v1\"}",
        "{\"plaintext\":null,\"kek\":\"payments.v1\"}",
        "{\"plaintext\":\"AQ\",\"kek\":1}",
        "{\"plaintext\":\"AQ\",\"kek\":\"payments.v1\",\"stale\":\"no\"}",
        "{\"plaintext\":\"AQ\",\"kek\":\"payments.v1\",\"more\":[[[[[[[[[]]]]]]]]]}",
        "{\"error\":\"unheard of\"}",
        "{\"error\":1}",
      })
  void garbage_is_refused_and_not_repeated(String body) {
    ONE.answer(Reply.json(body));

    assertThatThrownBy(() -> client.open("a.b", CONTEXT))
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageStartingWith("Not the answer of a key server: ")
        .hasNoCause()
        .message()
        .doesNotContain("AQ");
    assertThat(ONE.seen()).hasSize(1);
  }

  @Test
  void names_that_are_not_known_are_passed_over() throws Exception {
    ONE.answer(
        Reply.json(
            "{\"new\":{\"plaintext\":[1,\"x\"]},\"plaintext\":\"AQ\",\"kek\":\"payments.v1\"}"));

    assertThat(client.open("a.b", CONTEXT)).containsExactly(1);
  }

  @Test
  void json_in_utf_16_is_refused() {
    byte[] utf16 =
        "{\"plaintext\":\"AQ\",\"kek\":\"payments.v1\"}".getBytes(StandardCharsets.UTF_16LE);
    ONE.answer(new Reply(200, Map.of("content-type", "application/json"), utf16));

    assertThatThrownBy(() -> client.open("a.b", CONTEXT))
        .isInstanceOf(UnexpectedAnswerException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/jose", "application/jsonx", ""})
  void another_content_type_is_refused(String type) {
    ONE.answer(
        Reply.json("{\"plaintext\":\"AQ\",\"kek\":\"payments.v1\"}").with("content-type", type));

    assertThatThrownBy(() -> client.open("a.b", CONTEXT))
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageEndingWith("its content type is not application/json");
  }

  @Test
  void a_content_type_with_a_parameter_is_taken() throws Exception {
    ONE.answer(
        Reply.json("{\"plaintext\":\"AQ\",\"kek\":\"payments.v1\"}")
            .with("content-type", "Application/JSON; charset=utf-8"));

    assertThat(client.open("a.b", CONTEXT)).containsExactly(1);
  }

  @Test
  void an_answer_that_is_too_long_is_refused() {
    ONE.answer(Reply.json(" ".repeat(4 * 1024 * 1024 + 1)));

    assertThatThrownBy(() -> client.open("a.b", CONTEXT))
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageEndingWith("longer than 4194304 bytes");
    assertThat(ONE.seen()).hasSize(1);
  }

  @Test
  void an_endless_problem_hides_no_status() {
    ONE.answer(new Reply(403, Map.of(), new byte[1024 * 1024]));

    assertThatThrownBy(() -> client.open("a.b", CONTEXT)).isInstanceOf(ForbiddenException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"results\":[]}",
        "{\"results\":{}}",
        "{\"results\":[{\"error\":\"quota\"}]}",
        "{\"results\":[{\"error\":\"quota\"},{\"error\":\"quota\"},{\"error\":\"quota\"}]}",
        "{\"results\":[1,2]}",
        "{\"results\":[{\"error\":\"quota\"},{\"error\":\"quota\"}]",
      })
  void a_batch_with_other_results_than_items_fails_for_all(String body) {
    ONE.answer(Reply.json(body));

    List<ItemResult<Opened>> results = client.openAll(KeyServerClientTest.requests(2));

    assertThat(results)
        .hasSize(2)
        .allSatisfy(
            each -> assertThatThrownBy(each::get).isInstanceOf(UnexpectedAnswerException.class));
  }

  @Test
  void an_unknown_error_of_one_item_spoils_no_other() throws Exception {
    ONE.answer(
        Reply.json(
            "{\"results\":[{\"error\":\"unheard of\"},{\"plaintext\":\"AQ\",\"kek\":\"a.v1\"}]}"));

    List<ItemResult<Opened>> results = client.openAll(KeyServerClientTest.requests(2));

    assertThatThrownBy(results.get(0)::get).isInstanceOf(UnexpectedAnswerException.class);
    assertThat(results.get(1).get().plaintext()).containsExactly(1);
  }
}
