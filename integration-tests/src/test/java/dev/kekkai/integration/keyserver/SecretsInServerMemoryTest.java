package dev.kekkai.integration.keyserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.client.ClientConfig;
import dev.kekkai.client.Clients;
import dev.kekkai.config.ModuleSettings;
import dev.kekkai.config.Sharing;
import dev.kekkai.cryptoki.BindingFactory;
import dev.kekkai.cryptoki.TokenInitializer;
import dev.kekkai.formats.httpsig.SignatureAlgorithm;
import dev.kekkai.provider.KekSpec;
import dev.kekkai.testkit.NssTokens;
import dev.kekkai.testkit.PinFile;
import dev.kekkai.testkit.SoftHsmTokens;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.Shim;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The memory of a key server's process. While it logs in and while it opens items the PIN, DEKs and
 * values are found there; afterwards the same search finds none, neither in a heap dump nor in all
 * of its pages, which are what a core file would have.
 *
 * <p>Values are small, as otp secrets are, and the collector rarely moves what is in use. Of what
 * it moves an unreachable copy stays until something is written over it; so the server is given
 * other work until there is none.
 */
@Tag("slow")
class SecretsInServerMemoryTest {
  private static final int PIN_LETTERS = 64;
  private static final int THREADS = 4;
  private static final int ITEMS = 100;
  private static final int SMALL = 60;

  /** Takes long enough that one of them is seen in use. */
  private static final int LARGE = 700_000;

  private static final int SEARCHES = 500;
  private static final int DUMPS = 30;
  private static final int ROUNDS = 50;
  private static final int OTHER_REQUESTS = 100;

  /** Time goes by for a process that is stopped. */
  private static final String PATIENT = "limits: {body-timeout: 5m, request-timeout: 5m}\n";

  /** Where malloc has its arenas: that of the first thread, and those of others. */
  private static final Set<String> NATIVE = Set.of("DEK in [heap]", "DEK in no file");

  private final String pin = letters();
  private TestClient shop;

  /**
   * Because SoftHSM2 has no OAEP with SHA-256, on NSS. The binding {@code iaik} frees what a module
   * gave it as it is (docs/bindings.md), so there the heap alone has to be clean. Which of malloc's
   * arenas such a buffer was in depends on the thread.
   */
  @ParameterizedTest
  @MethodSource("bindings")
  void with_an_rsa_kek_secrets_are_found_while_they_are_used_and_not_afterwards(String binding)
      throws Exception {
    TestToken token = NssTokens.create("server-memory-rsa-" + binding);
    Site site = site(token, "memory-rsa-" + binding, KekSpec.rsa("cards", 3072));
    try (ServeProcess process = serve(site, binding)) {
      search(site, process, List.of(), binding.equals("ffm") ? Set.of() : NATIVE);
    }
  }

  @ParameterizedTest
  @MethodSource("bindings")
  void secrets_are_found_in_memory_while_they_are_used_and_not_afterwards(String binding)
      throws Exception {
    try (Shim shim = Shim.over(token("server-memory-" + binding))) {
      Site site = site(shim.token(), "memory-" + binding, KekSpec.ec("cards", 256));
      shim.hang("C_Login");
      try (ServeProcess process = serve(site, binding)) {
        ForeignMemory memory = new ForeignMemory(process.pid());
        Await.until("login", () -> shim.hanging("C_Login") > 0);
        Traces login = memory.everything(pins());
        assertThat(pins()).as("found during login").allMatch(login::has);
        shim.release("C_Login");
        search(site, process, pins(), Set.of());
      }
    }
  }

  /** Those that this Java has: the memory where they put things is their own. */
  static Stream<String> bindings() throws Exception {
    return Stream.of(BindingFactory.usualName(), "iaik").distinct();
  }

  private static ServeProcess serve(Site site, String binding) throws Exception {
    return ServeProcess.start(
        site.serverConfig("live", PATIENT), "-Xmn8m", "-Dkekkai.binding=" + binding);
  }

  private Site site(TestToken token, String name, KekSpec kek) throws Exception {
    Site site = Site.prepare(token, name, kek);
    shop = site.client("shop", SignatureAlgorithm.ED25519);
    site.register(
        shop.entry(
            "operations: [decrypt]\nkeks: [cards]\ncontexts: all\n"
                + "quotas: {cards: {capacity: 1000000, per: 1h}}\n"));
    return site;
  }

  private void search(Site site, ServeProcess process, List<Secret> pins, Set<String> tolerated)
      throws Exception {
    ForeignMemory memory = new ForeignMemory(process.pid());
    int port = process.awaitPort();
    Path config = site.clientConfig(shop, SignatureAlgorithm.ED25519, "3m", port);
    try (Clients clients = Clients.from(ClientConfig.load(config))) {
      nothingIsLeft(clients, memory, pins, tolerated, site.file("heap.hprof"));
      everythingIsFound(clients, memory, site.file("heap.hprof"));
    }
  }

  private static void nothingIsLeft(
      Clients clients, ForeignMemory memory, List<Secret> pins, Set<String> tolerated, Path dump)
      throws Exception {
    MarkedItems items = new MarkedItems();
    new Load(clients, items, SMALL).run(THREADS, ITEMS);
    List<Secret> secrets = Stream.concat(items.secrets().stream(), pins.stream()).toList();
    Traces left = memory.everything(secrets);
    Traces first = left;
    int rounds = 0;
    while (!tolerated.containsAll(left.found().keySet()) && rounds++ < ROUNDS) {
      for (int i = 0; i < OTHER_REQUESTS; i++) {
        clients.keyServer().refreshKeks();
      }
      left = memory.everything(secrets);
    }
    assertThat(left.found().keySet()).as("in all of the memory").isSubsetOf(tolerated);
    Traces reachable = memory.heap(secrets, dump);
    assertThat(reachable.found()).as("in the heap dump").isEmpty();
    System.out.printf(
        "Memory of the key server after %d items: nothing in %d MB, nor in a heap dump of %d MB;"
            + " at first %s, gone after %d x %d other requests%n",
        THREADS * ITEMS,
        left.bytes() >> 20,
        reachable.bytes() >> 20,
        first.found(),
        rounds,
        OTHER_REQUESTS);
  }

  /** All kinds of secrets, not necessarily at one moment. */
  private static void everythingIsFound(Clients clients, ForeignMemory memory, Path dump)
      throws Exception {
    MarkedItems items = new MarkedItems();
    List<Secret> missing = new ArrayList<>(items.secrets());
    Load load = new Load(clients, items, LARGE);
    int searches = 0;
    load.start(THREADS);
    try {
      while (!missing.isEmpty() && searches < SEARCHES) {
        long before = load.opened();
        Await.until("more work", () -> load.opened() > before);
        memory.pause();
        try {
          Traces now = memory.everything(missing);
          missing.removeIf(now::has);
          searches++;
        } finally {
          memory.resume();
        }
      }
      assertThat(isDumped(items.value(), memory, dump)).as("found in a heap dump").isTrue();
    } finally {
      load.stop();
    }
    assertThat(missing).as("not found during load").isEmpty();
    System.out.println("Memory during load: all found after " + searches + " searches");
  }

  /** A dump is of one moment, and of what is in use then: a value is, most of the time. */
  private static boolean isDumped(Secret value, ForeignMemory memory, Path dump) throws Exception {
    for (int i = 0; i < DUMPS; i++) {
      if (memory.heap(List.of(value), dump).has(value)) {
        return true;
      }
    }
    return false;
  }

  /** The half that malloc does not write over, as bytes and as a Java char[]. */
  private List<Secret> pins() {
    String half = pin.substring(PIN_LETTERS / 2);
    return List.of(
        new Secret("PIN", half.getBytes(StandardCharsets.US_ASCII)),
        new Secret("PIN in a char[]", half.getBytes(StandardCharsets.UTF_16LE)));
  }

  /** A token with a PIN that is long enough to be looked for by half. */
  private TestToken token(String label) throws Exception {
    TestToken other = SoftHsmTokens.create(label + "-other");
    new TokenInitializer(new ModuleSettings(other.module(), null, Sharing.EXCLUSIVE, null))
        .create(label, letters().toCharArray(), pin.toCharArray());
    Path file = other.folder().resolve(label + ".pin");
    return new TestToken(
        other.name(),
        other.folder(),
        other.settings("token", "pkcs11:token=" + label, "pin", PinFile.write(file, pin)));
  }

  private static String letters() {
    SecureRandom random = new SecureRandom();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < PIN_LETTERS; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
