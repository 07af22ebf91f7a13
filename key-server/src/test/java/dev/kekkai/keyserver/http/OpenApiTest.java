package dev.kekkai.keyserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description says what the server does: its paths, methods, problems and limits. */
class OpenApiTest {
  private static JsonNode description() throws Exception {
    try (InputStream in = OpenApiTest.class.getResourceAsStream("openapi.json")) {
      return new JsonMapper().readTree(in);
    }
  }

  @Test
  void every_path_and_method_is_described_and_no_other() throws Exception {
    Map<String, String> served = new HashMap<>();
    new Services(null, null, null, null)
        .routes(100)
        .forEach((path, route) -> served.put(path, route.method().toLowerCase(Locale.ROOT)));
    Map<String, String> described = new HashMap<>();
    description()
        .get("paths")
        .properties()
        .forEach(
            path -> {
              assertThat(path.getValue().size()).isEqualTo(1);
              described.put(path.getKey(), path.getValue().propertyNames().iterator().next());
            });
    assertThat(described).isEqualTo(served);
  }

  @Test
  void every_problem_is_in_it() throws Exception {
    JsonNode types = description().at("/components/schemas/problem/properties/type/enum");
    assertThat(types)
        .extracting(JsonNode::asString)
        .containsExactlyInAnyOrder(
            Arrays.stream(Problem.values())
                .map(problem -> "urn:kekkai:problem:" + problem.word())
                .toArray(String[]::new));
  }

  @Test
  void every_reference_leads_somewhere() throws Exception {
    JsonNode description = description();
    assertThat(description.findValues("$ref"))
        .isNotEmpty()
        .allMatch(ref -> !description.at(ref.asString().substring(1)).isMissingNode());
  }
}
