package dev.kekkai.integration.survive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.testkit.TestToken;
import dev.kekkai.testkit.fault.Shim;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The HSM restarts every other second under a mixed load, and no caller notices. A few seconds in
 * {@code mvn verify}; the whole show, with SunPKCS11 under the same load beside it:
 *
 * <pre>mvn -pl integration-tests -am package -Dtest=OutageLoadTest -Dkekkai.load=60s</pre>
 */
@Tag("own-jvm")
class OutageLoadTest {
  /** From the end of an outage; the first work done in the token after it. */
  private static final Duration RECOVERED = Duration.ofMillis(250);

  /** A few outages on a machine that does other things as well say little of times. */
  private static final Duration RECOVERED_SHORT = Duration.ofSeconds(2);

  @ParameterizedTest
  @MethodSource("dev.kekkai.integration.survive.GcmTokens#throughShim")
  void nothing_fails_while_the_hsm_restarts_over_and_over(TestToken token) throws Exception {
    OutageLoad load = ours(token);
    assertThat(load.tally().wrong()).as("wrong results").isZero();
    assertThat(load.tally().failures()).as("failures").isZero();
    assertThat(load.outages()).as("outages").isPositive();
    for (RecoveryTimes times : load.times()) {
      assertThat(times.count()).as("recoveries").isEqualTo(load.outages());
      assertThat(times.percentile(95)).isLessThan(LoadTime.isLong() ? RECOVERED : RECOVERED_SHORT);
    }
  }

  private static OutageLoad ours(TestToken token) throws Exception {
    try (Shim shim = Shim.over(token)) {
      OutageLoad load = new OutageLoad(shim);
      load.run(LoadTime.orShort(5));
      System.out.println(token + ": " + load.describe());
      return load;
    } finally {
      if (LoadTime.isLong()) {
        theirs(token);
      }
    }
  }

  private static void theirs(TestToken token) throws Exception {
    try (Shim shim = Shim.over(token)) {
      SunLoad load = new SunLoad(shim);
      load.run(LoadTime.orShort(5));
      System.out.println(token + ": " + load.describe());
    }
  }
}
