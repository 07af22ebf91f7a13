package dev.kekkai.cli.demo.servers;

import dev.kekkai.cli.demo.Story;
import dev.kekkai.client.ClientConfig;
import dev.kekkai.client.Clients;
import dev.kekkai.formats.kekset.KekSet;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;

/**
 * The application's side of the story of two servers, with a key server elsewhere: in another
 * container, or on another machine. Nothing is asked of a token or a database here.
 */
public final class ApplicationDemo {
  private final Story story;
  private final Path config;
  private final Operator operator;

  /**
   * Makes the demo.
   *
   * @param story tells it
   * @param config the application's {@code kekkai-client.properties}
   * @param questions where the key server's operator is asked
   * @param answers where he answers
   */
  public ApplicationDemo(Story story, Path config, PrintWriter questions, InputStream answers) {
    this.story = story;
    this.config = config;
    this.operator = new AskedOperator(questions, answers);
  }

  /**
   * Plays it.
   *
   * @throws Exception when something is not as the demo says
   */
  public void run() throws Exception {
    try (Clients clients = Clients.from(ClientConfig.load(config))) {
      Vault vault = Vault.empty(story, clients, operator);
      story.scene("An application server, which has public KEKs and no token");
      KekSet set = clients.keyServer().refreshKeks();
      story.claim(set.primaries().containsKey(Vault.KEK), "the key server has no KEK " + Vault.KEK);
      story.shown("it has got the KEK set", "with " + set.primaries().get(Vault.KEK));
      vault.play();
    }
  }
}
