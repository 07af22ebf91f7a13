package dev.kekkai.keyserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.keyserver.fixture.Caller;
import dev.kekkai.keyserver.fixture.Caller.Reply;
import dev.kekkai.keyserver.fixture.Items;
import dev.kekkai.keyserver.fixture.World;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A good request, sent again. */
class ReplayTest {
  private static final String PATH = "/v1/decrypt";

  private World world;

  @BeforeEach
  void start() throws Exception {
    world = new World();
  }

  @AfterEach
  void stop() throws Exception {
    world.close();
  }

  @Test
  void is_refused_here_and_at_a_second_server() throws Exception {
    ClientListener first = world.serve();
    Caller alice = Caller.of(world, first, world.alice);
    String body = Items.asked(Items.seal(world.current, "otp"));
    Map<String, String> headers = alice.sign(PATH, Caller.JSON, body);
    assertThat(alice.send(PATH, Caller.JSON, body, headers).status()).isEqualTo(200);
    assertThat(alice.send(PATH, Caller.JSON, body, headers).status()).isEqualTo(401);
    // the port is in what was signed: a second server of the same name takes over the first's
    int port = first.port();
    first.close();
    ClientListener second = world.serveOn(port);
    Reply replayed = Caller.of(world, second, world.alice).send(PATH, Caller.JSON, body, headers);
    assertThat(replayed.status()).isEqualTo(401);
    assertThat(world.rejects).containsExactly("replayed", "replayed");
    assertThat(world.audit.events).hasSize(1);
  }
}
