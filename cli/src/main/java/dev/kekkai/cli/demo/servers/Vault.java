package dev.kekkai.cli.demo.servers;

import dev.kekkai.cli.demo.Story;
import dev.kekkai.client.Clients;
import dev.kekkai.formats.EncryptionContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the scenes play with.
 *
 * @param clients the application server's sealer and client
 * @param operator runs the key server
 * @param cards the card numbers as the application knew them, by order
 * @param items what the application's database has: sealed items, by order
 */
record Vault(
    Story story,
    Clients clients,
    Operator operator,
    Map<String, String> cards,
    Map<String, String> items) {
  /** The KEK of the story. */
  static final String KEK = "cards";

  /** One without orders. */
  static Vault empty(Story story, Clients clients, Operator operator) {
    return new Vault(story, clients, operator, new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /** The scenes between the first KEK set and the end of the key server. */
  void play() throws Exception {
    operator.stop();
    new SealScene(this).play();
    story.fact("the key server is started again", operator.start());
    new OpenScene(this).play();
    new RotateScene(this).play();
    new DrainScene(this).play();
  }

  /** The sealed item of an order. */
  String item(String order) {
    return Objects.requireNonNull(items.get(order), order);
  }

  /** The card number of an order. */
  String card(String order) {
    return Objects.requireNonNull(cards.get(order), order);
  }

  static EncryptionContext place(String order) {
    return EncryptionContext.of("orders", "card", order);
  }
}
