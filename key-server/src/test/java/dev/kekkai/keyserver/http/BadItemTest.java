package dev.kekkai.keyserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.audit.AuditEvent;
import dev.kekkai.keyserver.audit.AuditEvent.Outcome;
import dev.kekkai.keyserver.fixture.Caller;
import dev.kekkai.keyserver.fixture.Caller.Reply;
import dev.kekkai.keyserver.fixture.Items;
import dev.kekkai.keyserver.fixture.World;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Items that don't open: the same answer for each, and the same steps for all that name a KEK. */
class BadItemTest {
  private static final String ANSWER = Caller.problem(422, "not-opened", "The item does not open");
  private static final JsonMapper JSON = new JsonMapper();

  private static World world;
  private static Caller alice;

  @BeforeAll
  static void start() throws Exception {
    world = new World();
    alice = Caller.of(world, world.serve(), world.alice);
  }

  @AfterEach
  void stop() throws Exception {
    world.reset();
  }

  @AfterAll
  static void end() throws Exception {
    world.close();
  }

  private static String part(String jwe, int index, String replacement) {
    String[] parts = jwe.split("\\.", -1);
    parts[index] = replacement;
    return String.join(".", parts);
  }

  /** The bit in the middle of a part is another one. */
  private static String flipped(String jwe, int index) {
    String[] parts = jwe.split("\\.", -1);
    byte[] bytes = Base64.getUrlDecoder().decode(parts[index]);
    bytes[bytes.length / 2] ^= 1;
    parts[index] = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return String.join(".", parts);
  }

  private static String header(String jwe, java.util.function.Consumer<ObjectNode> change) {
    String[] parts = jwe.split("\\.", -1);
    ObjectNode header =
        (ObjectNode)
            JSON.readTree(
                new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8));
    change.accept(header);
    parts[0] =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(header.toString().getBytes(StandardCharsets.UTF_8));
    return String.join(".", parts);
  }

  /** Wrong in what only the key can tell. */
  private Map<String, String> tampered() {
    String one = Items.seal(world.current, "one");
    String other = Items.seal(world.current, "other");
    String[] otherParts = other.split("\\.", -1);
    Map<String, String> items = new LinkedHashMap<>();
    items.put("encrypted key changed", flipped(one, 1));
    items.put("nonce changed", flipped(one, 2));
    items.put("ciphertext changed", flipped(one, 3));
    items.put("tag changed", flipped(one, 4));
    items.put("key of another item", part(one, 1, otherParts[1]));
    items.put("header of another item", part(one, 0, otherParts[0]));
    items.put("ciphertext of another item", part(one, 3, otherParts[3]));
    items.put("another version named", header(one, h -> h.put("kid", "payments.v1")));
    items.put("a version that is not there", header(one, h -> h.put("kid", "payments.v9")));
    items.put("RSA for an EC KEK", header(one, h -> h.put("alg", "RSA-OAEP-256").remove("epk")));
    items.put("context in the header changed", header(one, h -> h.putArray("ctx").add("x")));
    items.put(
        "ephemeral key off the curve",
        header(
            one,
            h -> {
              ObjectNode epk = (ObjectNode) h.get("epk");
              String x = epk.get("x").asString();
              byte[] y = Base64.getUrlDecoder().decode(epk.get("y").asString());
              y[5] ^= 1;
              epk.put("x", x);
              epk.put("y", Base64.getUrlEncoder().withoutPadding().encodeToString(y));
            }));
    return items;
  }

  /** Wrong for everybody who reads it. */
  private Map<String, String> malformed() {
    String one = Items.seal(world.current, "one");
    Map<String, String> items = new LinkedHashMap<>();
    items.put("empty", "");
    items.put("no JWE", "hello");
    items.put("four parts", one.substring(0, one.lastIndexOf('.')));
    items.put("not base64url", part(one, 3, "a+b/"));
    items.put("alg none", header(one, h -> h.put("alg", "none")));
    items.put("alg dir", header(one, h -> h.put("alg", "dir")));
    items.put("alg A256KW", header(one, h -> h.put("alg", "A256KW")));
    items.put(
        "alg PBES2 with a bomb",
        header(
            one,
            h -> h.put("alg", "PBES2-HS512+A256KW").put("p2c", 2_000_000_000).put("p2s", "eA")));
    items.put("alg RSA1_5", header(one, h -> h.put("alg", "RSA1_5")));
    items.put("alg HS256", header(one, h -> h.put("alg", "HS256")));
    items.put("enc A128CBC-HS256", header(one, h -> h.put("enc", "A128CBC-HS256")));
    items.put("zip", header(one, h -> h.put("zip", "DEF")));
    items.put("crit", header(one, h -> h.putArray("crit").add("exp")));
    items.put("jwk", header(one, h -> h.putObject("jwk").put("kty", "oct")));
    items.put("kid of another form", header(one, h -> h.put("kid", "../../etc")));
    items.put("no kid", header(one, h -> h.remove("kid")));
    return items;
  }

  @Test
  void every_item_tampered_with_gets_the_same_answer_by_the_same_steps() throws Exception {
    for (Map.Entry<String, String> item : tampered().entrySet()) {
      world.audit.events.clear();
      world.keks.asked.set(0);
      Reply reply = alice.post("/v1/decrypt", Items.asked(item.getValue()));
      assertThat(reply.seen()).as(item.getKey()).isEqualTo(ANSWER);
      assertThat(world.keks.asked).as(item.getKey()).hasValue(1);
      assertThat(world.audit.events)
          .as(item.getKey())
          .extracting(AuditEvent::outcome)
          .containsExactly(Outcome.ALLOWED, Outcome.NOT_OPENED);
    }
  }

  @Test
  void a_context_that_is_not_the_items_is_no_other_case() throws Exception {
    Reply reply =
        alice.post(
            "/v1/decrypt", Caller.item(Items.seal(world.current, "one"), "users", "otp", "18"));
    assertThat(reply.seen()).isEqualTo(ANSWER);
    assertThat(world.audit.events)
        .extracting(AuditEvent::outcome)
        .containsExactly(Outcome.ALLOWED, Outcome.NOT_OPENED);
  }

  @Test
  void what_is_no_envelope_gets_that_answer_too_and_never_comes_to_the_token() throws Exception {
    for (Map.Entry<String, String> item : malformed().entrySet()) {
      world.audit.events.clear();
      Reply reply = alice.post("/v1/decrypt", Items.asked(item.getValue()));
      assertThat(reply.seen()).as(item.getKey()).isEqualTo(ANSWER);
      AuditEvent last = world.audit.events.get(world.audit.events.size() - 1);
      assertThat(last.outcome()).as(item.getKey()).isEqualTo(Outcome.REFUSED);
    }
    assertThat(world.keks.asked).hasValue(0);
  }

  @Test
  void resealing_tells_no_more_than_opening() throws Exception {
    for (Map.Entry<String, String> item : tampered().entrySet()) {
      Reply reply = alice.post("/v1/reseal", Items.asked(item.getValue()));
      assertThat(reply.seen()).as(item.getKey()).isEqualTo(ANSWER);
    }
  }
}
