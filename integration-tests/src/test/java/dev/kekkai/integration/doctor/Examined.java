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
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the probes found on a token, without the command around them.
 *
 * @param findings value by name
 * @param differences measured value by knob, of those that the profile has otherwise
 * @param confirmed knobs of which the profile says the same
 */
record Examined(
    Map<String, String> findings, Map<String, String> differences, Set<String> confirmed) {
  static Examined on(TestToken token, String... overrides) throws Exception {
    try (KekkaiProvider provider = token.provider(overrides)) {
      Token connected = provider.source().get();
      Examination examination = new Examination(connected, new Beforehand(true, true, true), false);
      examination.run();
      assertThat(examination.failures()).isEmpty();
      assertThat(examination.objectsAfter()).isEqualTo(examination.objectsBefore());
      Comparison comparison = Comparison.of(examination.findings().all(), connected.profile());
      return new Examined(
          examination.findings().all().stream()
              .collect(Collectors.toMap(Finding::name, Finding::value)),
          comparison.differences().stream()
              .collect(Collectors.toMap(Difference::knob, Difference::measured)),
          comparison.confirmed());
    }
  }
}
