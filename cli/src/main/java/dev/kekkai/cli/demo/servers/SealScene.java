package dev.kekkai.cli.demo.servers;

import dev.kekkai.cli.demo.Story;
import dev.kekkai.client.KekUnavailableException;
import dev.kekkai.client.KekkaiClientException;
import dev.kekkai.client.KeyServerUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The application server seals while the key server is stopped. */
final class SealScene {
  private static final int ORDERS = 200;
  private static final int SHOWN = 60;

  private final Vault vault;
  private final Story story;

  SealScene(Vault vault) {
    this.vault = vault;
    this.story = vault.story();
  }

  void play() throws KekUnavailableException {
    story.scene("The application server seals, while the key server is stopped");
    for (int i = 1; i <= ORDERS; i++) {
      String order = String.format(Locale.ROOT, "order-%03d", i);
      String card = String.format(Locale.ROOT, "4111 1111 1111 %04d", i);
      vault.cards().put(order, card);
      vault
          .items()
          .put(
              order,
              vault
                  .clients()
                  .sealer()
                  .seal(Vault.KEK, card.getBytes(StandardCharsets.UTF_8), Vault.place(order)));
    }
    story.fact("order-001 in its database", vault.item("order-001").substring(0, SHOWN) + "...");
    story.shown("sealed with nobody's help", ORDERS + " items, each under a DEK of its own");
    mustNotOpen();
  }

  private void mustNotOpen() {
    try {
      vault.clients().keyServer().open(vault.item("order-001"), Vault.place("order-001"));
      story.claim(false, "an item was opened without the key server");
    } catch (KeyServerUnavailableException e) {
      story.refused("and it can open none of them", "the key server does not answer");
    } catch (KekkaiClientException e) {
      throw new IllegalStateException(e);
    }
  }
}
