package dev.kekkai.cli.demo.servers;

import dev.kekkai.cli.demo.Story;
import dev.kekkai.client.ForbiddenException;
import dev.kekkai.client.KeyServerException;
import dev.kekkai.client.NotOpenedException;
import dev.kekkai.formats.EncryptionContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The key server opens for whoever may, on signed requests. */
final class OpenScene {
  private final Vault vault;
  private final Story story;

  OpenScene(Vault vault) {
    this.vault = vault;
    this.story = vault.story();
  }

  void play() throws KeyServerException {
    story.scene("The key server runs: it opens on signed requests, and writes each one down first");
    for (int i = 1; i <= 3; i++) {
      String order = "order-00" + i;
      byte[] opened = vault.clients().keyServer().open(vault.item(order), Vault.place(order));
      String card = new String(opened, StandardCharsets.UTF_8);
      Arrays.fill(opened, (byte) 0);
      story.claim(card.equals(vault.card(order)), order + " opened to something else");
      story.shown(order, card);
    }
    String item = vault.item("order-001");
    refused("an item with one character changed", changed(item), Vault.place("order-001"));
    refused("the item of another order", item, Vault.place("order-002"));
    refused("a column it has no business with", item, EncryptionContext.of("users", "otp", "1"));
  }

  private void refused(String what, String item, EncryptionContext context)
      throws KeyServerException {
    try {
      vault.clients().keyServer().open(item, context);
      story.claim(false, what + " was opened");
    } catch (NotOpenedException | ForbiddenException e) {
      story.refused(what, String.valueOf(e.getMessage()));
    }
  }

  private static String changed(String item) {
    int at = item.length() - 30;
    char other = item.charAt(at) == 'A' ? 'B' : 'A';
    return item.substring(0, at) + other + item.substring(at + 1);
  }
}
