package dev.kekkai.cli.demo.servers;

import dev.kekkai.cli.demo.Story;
import dev.kekkai.client.KekkaiClientException;
import dev.kekkai.client.OpenRequest;
import dev.kekkai.client.Opened;
import dev.kekkai.client.Resealed;
import dev.kekkai.formats.kekset.KekSet;
import java.nio.charset.StandardCharsets;

/** A new version of the KEK, without a redeployment; an old item moves to it inside the server. */
final class RotateScene {
  private static final String ORDER = "order-001";
  private static final int TRIES = 100;

  private final Vault vault;
  private final Story story;

  RotateScene(Vault vault) {
    this.vault = vault;
    this.story = vault.story();
  }

  void play() throws Exception {
    story.scene("The KEK is rotated: old items open, new ones use the new KEK");
    KekSet before = vault.clients().keks().current();
    vault.operator().rotate();
    KekSet after = refreshed(before);
    story.fact("new items were sealed for", primary(before));
    story.shown("and are sealed from now on for", primary(after));
    Resealed resealed = vault.clients().keyServer().reseal(vault.item(ORDER), Vault.place(ORDER));
    try (Opened old = vault.clients().keyServer().open(request(vault.item(ORDER)));
        Opened moved = vault.clients().keyServer().open(request(resealed.item()))) {
      String card = vault.card(ORDER);
      story.claim(
          card.equals(text(old)) && card.equals(text(moved)), "an item opened to something else");
      story.claim(old.isStale() && !moved.isStale(), "the wrong item is called stale");
      story.shown("the old item opens, under " + old.kek(), "and the answer says that it is stale");
      story.shown("resealed inside the key server", "under " + moved.kek());
    }
    vault.items().put(ORDER, resealed.item());
  }

  private static String primary(KekSet set) {
    return set.primaries().get(Vault.KEK) + ", says version " + set.version() + " of the KEK set";
  }

  private static OpenRequest request(String item) {
    return new OpenRequest(item, Vault.place(ORDER));
  }

  private static String text(Opened opened) {
    return new String(opened.plaintext(), StandardCharsets.UTF_8);
  }

  private KekSet refreshed(KekSet before) throws KekkaiClientException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      KekSet now = vault.clients().keyServer().refreshKeks();
      if (now.version() > before.version()) {
        return now;
      }
      Thread.sleep(100);
    }
    story.claim(false, "the new KEK never showed in the KEK set");
    return before;
  }
}
