package dev.kekkai.integration.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cryptoki.TokenHealth;
import dev.kekkai.cryptoki.TokenState;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.Tokens;
import dev.kekkai.testkit.fault.Shim;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A caller with 10,000 pieces of bad input a second leaves the token alone: nobody logs in again,
 * nothing is initialised again, no circuit opens, no session is lost. {@link HostileRates} measures
 * what it costs the others.
 */
class HostileInputTest {
  private static final int PER_SECOND = 10_000;

  static Stream<Arguments> tokens() {
    return Stream.of(Tokens.softHsm(), Tokens.nss())
        .flatMap(t -> Stream.of("hsm", "software").map(bulk -> Arguments.of(t, bulk)))
        .filter(
            a -> GcmTokens.isFfm() || !Arrays.equals(a.get(), new Object[] {Tokens.nss(), "hsm"}));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void bad_input_makes_nobody_log_in_or_initialise_again_and_costs_no_session(
      TestToken token, String bulk) throws Exception {
    try (Shim shim = Shim.over(token);
        KekkaiProvider provider = shim.token().provider("bulk", bulk, "sessions.max", "4")) {
      HostileKeys keys = HostileKeys.make(provider);
      HostileCaller hostile = new HostileCaller(provider, keys, 100);
      HonestCaller honest = new HonestCaller(provider, keys);
      together(hostile, honest, TimeUnit.MILLISECONDS.toNanos(300));
      Map<String, Long> before = counts(shim);
      long sent = hostile.sent();
      long looks = shim.calls("C_GetTokenInfo");
      together(hostile, honest, TimeUnit.MILLISECONDS.toNanos(1000));
      looks = shim.calls("C_GetTokenInfo") - looks;

      assertThat(counts(shim)).as("C_OpenSession less looks").isEqualTo(less(before, -looks));
      assertThat(looks).as("looks at the token in 1 s").isLessThanOrEqualTo(3);
      assertThat(hostile.sent() - sent).as("attacks").isGreaterThan(100);
      TokenHealth health = provider.health().token();
      assertThat(health.state()).isEqualTo(TokenState.UP);
      assertThat(health.recoveries()).isZero();
    }
  }

  private static void together(HostileCaller hostile, HonestCaller honest, long nanos)
      throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Long> work = thread.submit(() -> honest.work(nanos));
      hostile.send(false, PER_SECOND, nanos);
      assertThat(work.get()).isPositive();
    } finally {
      thread.shutdown();
    }
  }

  private static Map<String, Long> counts(Shim shim) {
    Map<String, Long> counts = new TreeMap<>();
    for (String function : new String[] {"C_Login", "C_Initialize", "C_Finalize"}) {
      counts.put(function, shim.calls(function));
    }
    counts.put("C_OpenSession", shim.calls("C_OpenSession"));
    return counts;
  }

  /** A look at the token opens a session of its own, and closes it. */
  private static Map<String, Long> less(Map<String, Long> counts, long sessions) {
    Map<String, Long> result = new TreeMap<>(counts);
    result.merge("C_OpenSession", -sessions, Long::sum);
    return result;
  }
}
