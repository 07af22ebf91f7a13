package dev.kekkai.cli.demo.servers;

import dev.kekkai.cli.demo.Story;
import dev.kekkai.client.Clients;
import dev.kekkai.formats.EncryptionContext;
import java.util.Map;
import java.util.Objects;

/**
 * What the scenes play with.
 *
 * @param clients the application server's sealer and client
 * @param cards the card numbers as the application knew them, by order
 * @param items what the application's database has: sealed items, by order
 */
record Vault(
    Story story,
    ServersFolder folder,
    ServerFiles files,
    Servers servers,
    Clients clients,
    Map<String, String> cards,
    Map<String, String> items) {
  /** The KEK of the story. */
  static final String KEK = "cards";

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
