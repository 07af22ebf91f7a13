package dev.kekkai.cli.demo.servers;

import dev.kekkai.cli.demo.Story;
import dev.kekkai.client.ForbiddenException;
import dev.kekkai.client.KeyServerException;
import java.util.Map;

/** A stolen credential drains the vault, until the alarm suspends it. */
final class DrainScene {
  private static final int TRIES = 40;
  private static final long PAUSE_MILLIS = 250;
  private static final long MOST_SECONDS = 30;

  private final Vault vault;
  private final Story story;

  DrainScene(Vault vault) {
    this.vault = vault;
    this.story = vault.story();
  }

  void play() throws Exception {
    story.scene("Somebody with the application's credentials drains the vault");
    story.fact("this client's usual, as learned", workAsUsual());
    story.fact("the rule in key-server.yaml", "an alarm, and the client is suspended, when it has");
    story.fact("", "three times its usual opened in such a time, and 20 items at least");
    int taken = drain();
    story.fact("the alarm, as it was told", alarm());
    String suspension = vault.operator().suspension();
    story.claim(!suspension.isEmpty(), "nobody is suspended");
    story.fact("the thief got", taken + " items before the door shut");
    story.shown("suspended until resumed by hand", suspension);
  }

  /** A few items a second, for so long that it is known as usual. */
  private String workAsUsual() throws Exception {
    long end = System.nanoTime() + MOST_SECONDS * 1_000_000_000L;
    String usual = vault.operator().usual();
    while (usual.isEmpty()) {
      story.claim(System.nanoTime() - end < 0, "nothing was learned of what is usual");
      open("order-002");
      Thread.sleep(PAUSE_MILLIS);
      usual = vault.operator().usual();
    }
    return usual;
  }

  /** What was written down of the alarm, which may take a moment longer than the suspension. */
  private String alarm() throws Exception {
    String alarm = vault.operator().alarm();
    for (int i = 0; alarm.isEmpty() && i < TRIES; i++) {
      Thread.sleep(PAUSE_MILLIS);
      alarm = vault.operator().alarm();
    }
    story.claim(!alarm.isEmpty(), "the client was suspended without an alarm");
    return alarm;
  }

  private int drain() throws KeyServerException {
    long end = System.nanoTime() + MOST_SECONDS * 1_000_000_000L;
    int taken = 0;
    while (System.nanoTime() < end) {
      for (Map.Entry<String, String> row : vault.items().entrySet()) {
        try {
          vault.clients().keyServer().open(row.getValue(), Vault.place(row.getKey()));
          taken++;
        } catch (ForbiddenException e) {
          story.refused("then", String.valueOf(e.getMessage()));
          return taken;
        }
      }
    }
    story.claim(false, "the alarm did not suspend the client within " + MOST_SECONDS + " s");
    return taken;
  }

  private void open(String order) throws KeyServerException {
    vault.clients().keyServer().open(vault.item(order), Vault.place(order));
  }
}
