package dev.kekkai.integration.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.provider.KekSpec;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.matrix.NotSupported;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The module is initialised again behind our back, and somebody else's key has the number of our
 * DEK and of our KEK. Nothing is ever encrypted or wrapped under it.
 */
class RecycledHandleTest {
  private static final boolean LONG = Boolean.getBoolean("kekkai.long");
  private static final byte[] OURS = value(1);
  private static final byte[] THEIRS = value(2);

  static Stream<Arguments> tokens() {
    return GcmTokens.throughShim()
        .map(t -> Arguments.of(t, LONG ? 100 : t.name().equals("nss") ? 5 : 20));
  }

  static Stream<TestToken> modules() {
    return GcmTokens.throughShim();
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void a_key_that_has_the_number_of_ours_is_never_used(TestToken token, int rounds)
      throws Exception {
    String kek = kek(token);
    for (int i = 0; i < rounds; i++) {
      try (RecycledRound round = new RecycledRound(token, kek, OURS, THEIRS)) {
        Set<Long> numbers = round.numbers();
        round.shim().reinitialize();
        round.foreign().logIn();
        assertThat(round.foreign().takeNumbers(numbers)).as("numbers %s", numbers).isTrue();
        round.work();
        assertThat(round.wrong()).as("round %d, %s, now %s", i, numbers, round.numbers()).isEmpty();
      }
    }
  }

  /**
   * The worst case: somebody has our session numbers, too, and is logged in. No call of ours fails
   * then, so what is encrypted until the next look is under the foreign key: the limit that
   * docs/threat-model.md names. The look notices.
   */
  @ParameterizedTest
  @MethodSource("modules")
  void where_even_our_sessions_are_somebody_elses_the_next_look_notices(TestToken token)
      throws Exception {
    if (!GcmTokens.isFfm()) {
      throw NotSupported.on(token, "a foreign user that gets our session numbers");
    }
    try (RecycledRound round =
        new RecycledRound(token, kek(token), OURS, THEIRS, "health.interval", "100ms")) {
      // No look meanwhile, which would take numbers itself: the supervisor is held in its next one.
      round.shim().hang("C_GetTokenInfo");
      long held = System.nanoTime() + 30_000_000_000L;
      while (round.shim().hanging("C_GetTokenInfo") == 0) {
        assertThat(System.nanoTime()).isLessThan(held);
        Thread.sleep(1);
      }
      try {
        round.takeEverything(600);
      } finally {
        round.shim().release("C_GetTokenInfo");
      }
      int foreign = 0;
      long end = System.nanoTime() + 5_000_000_000L;
      while (!round.encryptsUnderOurs() || round.provider().health().token().recoveries() == 0) {
        foreign++;
        assertThat(System.nanoTime()).isLessThan(end);
      }
      System.out.println(token + ": encrypted under foreign keys before a look: " + foreign);
      round.work();
      assertThat(round.wrong()).isEmpty();
    }
  }

  private static String kek(TestToken token) throws Exception {
    String name = "recycled-" + System.nanoTime();
    try (KekkaiProvider provider = token.provider()) {
      provider.maker().create(KekSpec.aes(name));
    }
    return name;
  }

  private static byte[] value(int b) {
    byte[] value = new byte[32];
    Arrays.fill(value, (byte) b);
    return value;
  }
}
