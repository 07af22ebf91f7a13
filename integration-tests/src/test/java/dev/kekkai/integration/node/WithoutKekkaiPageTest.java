package dev.kekkai.integration.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONArrayUtils;
import dev.kekkai.formats.EncryptionContext;
import dev.kekkai.formats.envelope.EnvelopeOpenException;
import dev.kekkai.formats.envelope.EnvelopeOpener;
import dev.kekkai.formats.envelope.PublicKek;
import dev.kekkai.formats.envelope.SealedEnvelope;
import dev.kekkai.formats.kekset.KekSet;
import dev.kekkai.formats.kekset.KekSetSigner;
import dev.kekkai.formats.kekset.SealKeyFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the code of {@code docs/without-kekkai.md} as it stands there. */
class WithoutKekkaiPageTest {

  private static final Path ROOT = Path.of(System.getProperty("kekkai.root"));
  private static final Pattern CODE = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL);
  private static final List<String> CONTEXT = List.of("users", "otp \u7d50\u754c", "17");
  private static final EncryptionContext WHERE =
      EncryptionContext.of("users", "otp \u7d50\u754c", "17");
  private static final byte[] VALUE = "JBSWY3DPEHPK3PXP".getBytes(StandardCharsets.UTF_8);

  /** What calls the page's functions: in tasks, each with what it needs; out results or errors. */
  private static final String CALLER =
      """
      import { text } from 'node:stream/consumers';
      import { kekSet, open, seal } from './kekkai.mjs';

      async function run(task) {
        const set = await kekSet(task.jws, task.sealKey, task.leastVersion);
        const item = await seal(set, task.kek, Buffer.from(task.value, 'base64'), task.context);
        if (!task.server) {
          return item;
        }
        const value = await open(task.server, item, task.ask ?? task.context, task.client);
        return value.toString('base64');
      }

      const results = [];
      for (const task of JSON.parse(await text(process.stdin))) {
        results.push(await run(task).catch((error) => `error: ${error.message}`));
      }
      process.stdout.write(JSON.stringify(results));
      """;

  @TempDir static Path folder;

  private static final Map<String, KeyPair> KEKS = new TreeMap<>();
  private static KeyPair sealKey;

  @BeforeAll
  static void unfold_the_page() throws Exception {
    Matcher blocks = CODE.matcher(Files.readString(ROOT.resolve("docs/without-kekkai.md")));
    StringBuilder code = new StringBuilder();
    while (blocks.find()) {
      code.append(blocks.group(1)).append('\n');
    }
    Files.writeString(folder.resolve("kekkai.mjs"), code);
    Files.writeString(folder.resolve("caller.mjs"), CALLER);
    Files.createSymbolicLink(
        folder.resolve("node_modules"),
        ROOT.resolve("integration-tests/src/test/node/node_modules"));
    sealKey = pair("EC", 256);
    KEKS.put("rsa.v1", pair("RSA", 3072));
    KEKS.put("p256.v1", pair("EC", 256));
    KEKS.put("p256.v2", pair("EC", 256));
    KEKS.put("p521.v7", pair("EC", 521));
  }

  /** Before the folder goes: JUnit warns of links out of it. */
  @AfterAll
  static void unlink() throws Exception {
    Files.delete(folder.resolve("node_modules"));
  }

  @Test
  void what_the_page_seals_opens_under_the_primary_kek_with_its_context_only() throws Exception {
    List<Object> tasks = new ArrayList<>();
    for (String kek : List.of("rsa", "p256", "p521")) {
      tasks.add(task(kek));
    }

    List<Object> items = run(tasks);

    List<String> kids = List.of("rsa.v1", "p256.v2", "p521.v7");
    for (int i = 0; i < kids.size(); i++) {
      SealedEnvelope envelope = SealedEnvelope.parse((String) items.get(i));
      assertThat(envelope.kid()).isEqualTo(kids.get(i));
      EnvelopeOpener opener = opener(envelope.kid());
      assertThat(opener.open(envelope, WHERE)).isEqualTo(VALUE);
      assertThatThrownBy(() -> opener.open(envelope, EncryptionContext.of("users")))
          .isInstanceOf(EnvelopeOpenException.class);
    }
  }

  @Test
  void the_page_asks_with_a_signed_request_over_mutual_tls() throws Exception {
    try (SignedRequestServer server = new SignedRequestServer(envelope -> opener(envelope.kid()))) {
      Map<String, Object> task = with(task("p256"), "server", server.url());
      task = with(task, "client", server.clientPem());
      Map<String, Object> elsewhere = with(task, "ask", List.of("users", "otp", "18"));
      Map<String, Object> unknownKey =
          with(task, "client", with(server.clientPem(), "keyId", "web-2"));

      assertThat(run(List.of(task, elsewhere, unknownKey)))
          .containsExactly(
              Base64.getEncoder().encodeToString(VALUE),
              "error: 422 urn:kekkai:problem:not-opened",
              "error: 401 urn:kekkai:problem:unauthenticated");
    }
  }

  @Test
  void the_page_believes_no_other_seal_key_and_no_older_set() throws Exception {
    KeyPair other = pair("EC", 256);
    Map<String, Object> foreign =
        with(task("p256"), "sealKey", SealKeyFile.format(List.of((ECPublicKey) other.getPublic())));
    Map<String, Object> older = with(task("p256"), "leastVersion", 8);
    Map<String, Object> newEnough = with(task("p256"), "leastVersion", 7);

    List<Object> results = run(List.of(foreign, older, newEnough));

    assertThat((String) results.get(0)).isEqualTo("error: signature verification failed");
    assertThat((String) results.get(1)).isEqualTo("error: not a KEK set, or an older one");
    assertThat((String) results.get(2)).startsWith("ey");
  }

  private static EnvelopeOpener opener(String kid) {
    return new EnvelopeOpener(KEKS.get(kid).getPrivate());
  }

  private static Map<String, Object> task(String kek) throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    List<PublicKek> keks = new ArrayList<>();
    KEKS.forEach((kid, pair) -> keks.add(new PublicKek(kid, pair.getPublic())));
    KekSet set =
        new KekSet(
            7,
            now,
            now.plus(1, ChronoUnit.DAYS),
            Map.of("rsa", "rsa.v1", "p256", "p256.v2", "p521", "p521.v7"),
            keks);
    ECPublicKey sealPublic = (ECPublicKey) sealKey.getPublic();
    return Map.of(
        "jws",
        new KekSetSigner(sealKey.getPrivate(), sealPublic).sign(set),
        "sealKey",
        SealKeyFile.format(List.of(sealPublic)),
        "kek",
        kek,
        "value",
        Base64.getEncoder().encodeToString(VALUE),
        "context",
        CONTEXT);
  }

  private static Map<String, Object> with(Map<String, ?> map, String key, Object value) {
    Map<String, Object> changed = new HashMap<>(map);
    changed.put(key, value);
    return changed;
  }

  private static List<Object> run(List<?> tasks) throws Exception {
    List<Object> copies = new ArrayList<>(tasks);
    return JSONArrayUtils.parse(
        NodeScript.run(
            folder.resolve("caller.mjs").toString(), JSONArrayUtils.toJSONString(copies)));
  }

  private static KeyPair pair(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }
}
