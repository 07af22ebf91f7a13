package dev.kekkai.integration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.cli.doctor.Comparison;
import dev.kekkai.cli.doctor.Difference;
import dev.kekkai.cli.probe.Beforehand;
import dev.kekkai.cli.probe.Examination;
import dev.kekkai.cli.probe.Finding;
import dev.kekkai.cryptoki.Token;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.testkit.TestToken;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the probes found on a token, without the command around them.
 *
 * @param findings value by name
 * @param differences measured value by knob, of those that the profile has otherwise
 */
record Examined(Map<String, String> findings, Map<String, String> differences) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static Examined on(TestToken token, String... overrides) throws Exception {
    try (KekkaiProvider provider = token.provider(overrides)) {
      Token connected = provider.source().get();
      Examination examination = new Examination(connected, new Beforehand(true, true, true), false);
      assertThat(examination.run(PATIENCE)).isTrue();
      assertThat(examination.failures()).isEmpty();
      assertThat(examination.objectsAfter()).isEqualTo(examination.objectsBefore());
      Comparison comparison = Comparison.of(examination.findings().all(), connected.profile());
      return new Examined(
          examination.findings().all().stream()
              .collect(Collectors.toMap(Finding::name, Finding::value)),
          comparison.differences().stream()
              .collect(Collectors.toMap(Difference::knob, Difference::measured)));
    }
  }
}
