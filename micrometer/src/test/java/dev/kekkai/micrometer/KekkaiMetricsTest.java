package dev.kekkai.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.RecoveryLevel;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Place;
import dev.kekkai.provider.keys.KekRef;
import dev.kekkai.provider.watch.Running;
import dev.kekkai.provider.watch.Watch;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KekkaiMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private KekkaiProvider provider;
  private KekkaiMetrics metrics;
  private Watch watch;

  @BeforeEach
  void bind(@TempDir Path folder) throws Exception {
    provider = provider(folder, "orders");
    metrics = new KekkaiMetrics(provider);
    metrics.bindTo(registry);
    watch = provider.source().watch();
  }

  /** Its module is a text file: whatever touches the token fails. */
  private static KekkaiProvider provider(Path folder, String name) throws Exception {
    Files.writeString(folder.resolve("libtoken.so"), "no library");
    Map<String, String> settings = new TreeMap<>();
    settings.put("name", name);
    settings.put("module", "libtoken.so");
    settings.put("token", "kekkai");
    settings.put("pin", "prompt");
    settings.put("bulk", "software");
    return KekkaiProvider.of(KekkaiConfig.parse(settings, folder));
  }

  @Test
  void operationsAreTimedByKindPlaceAndOutcome() {
    for (int i = 0; i < 3; i++) {
      Running.ended(watch.start(Operation.ENCRYPT, Place.SOFTWARE));
    }
    Running.ended(watch.start(Operation.ENCRYPT, Place.HSM), new IllegalStateException("closed"));

    assertThat(
            registry
                .get("kekkai.operation")
                .tags("operation", "encrypt", "place", "software", "outcome", "ok")
                .timer()
                .count())
        .isEqualTo(3);
    assertThat(
            registry
                .get("kekkai.operation")
                .tags("operation", "encrypt", "place", "hsm", "outcome", "failed")
                .timer()
                .count())
        .isOne();
  }

  @Test
  void errorsAreCountedByFunctionAndName() {
    watch.failed("C_Sign", 0x30);
    watch.failed("C_Sign", 0x30);
    watch.failed("C_Login", 0xA0);

    assertThat(errors("C_Sign", "CKR_DEVICE_ERROR")).isEqualTo(2);
    assertThat(errors("C_Login", "CKR_PIN_INCORRECT")).isOne();
  }

  @Test
  void aModuleThatInventsCodesMakesTwoMetersAndNoMore() {
    for (int i = 0; i < 100; i++) {
      watch.failed("C_Sign", 0x80000000L + i);
      watch.failed("C_Sign", 0x7000L + i);
    }

    assertThat(errors("C_Sign", "vendor")).isEqualTo(100);
    assertThat(errors("C_Sign", "unknown")).isEqualTo(100);
    assertThat(registry.find("kekkai.token.errors").counters()).hasSize(2);
  }

  private double errors(String function, String ckr) {
    return registry
        .get("kekkai.token.errors")
        .tags("function", function, "ckr", ckr)
        .counter()
        .count();
  }

  @Test
  void recoveriesWaitsAndBudgetsAreCounted() {
    watch.recovered(RecoveryLevel.SESSIONS, 2, Duration.ofMillis(400));
    watch.waited(Duration.ofMillis(20).toNanos(), true);
    watch.waited(Duration.ofMillis(100).toNanos(), false);
    watch.kept("thread 'main'", Duration.ofSeconds(30));
    watch.budget(new KekRef("payments", 1), 95, 95, 100);

    assertThat(registry.get("kekkai.recoveries").tag("level", "sessions").counter().count())
        .isOne();
    assertThat(registry.get("kekkai.outage").timer().totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(400);
    assertThat(
            registry
                .get("kekkai.session.wait")
                .tag("outcome", "failed")
                .timer()
                .totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(100);
    assertThat(registry.get("kekkai.session.wait").tag("outcome", "ok").timer().count()).isOne();
    assertThat(registry.get("kekkai.sessions.kept").counter().count()).isOne();
    assertThat(registry.get("kekkai.dek.budget").tag("threshold", "95").counter().count()).isOne();
  }

  @Test
  void theTokenIsNeitherUpNorDownBeforeItIsFirstAskedFor() {
    assertThat(gauge("kekkai.token.up")).isNaN();
    try {
      provider.source().get();
    } catch (Exception e) {
      assertThat(e).hasMessageContaining("libtoken.so");
    }

    assertThat(gauge("kekkai.token.up")).isZero();
    assertThat(gauge("kekkai.sessions.max")).isZero();
    assertThat(gauge("kekkai.deks.open")).isZero();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  @Test
  void twoProvidersHaveMetersOfTheirOwn(@TempDir Path folder) throws Exception {
    KekkaiProvider other = provider(folder, "payments");
    try (KekkaiMetrics more = new KekkaiMetrics(other)) {
      more.bindTo(registry);
      watch.failed("C_Sign", 0x30);

      assertThat(registry.find("kekkai.token.up").gauges())
          .extracting(g -> g.getId().getTag("provider"))
          .containsExactlyInAnyOrder("Kekkai-orders", "Kekkai-payments");
      assertThat(registry.find("kekkai.token.errors").tag("provider", "Kekkai-payments").counter())
          .isNull();
    }
  }

  @Test
  void afterCloseNothingIsMeasuredAndNoGaugeIsLeft() {
    watch.failed("C_Sign", 0x30);
    metrics.close();
    watch.failed("C_Sign", 0x30);

    assertThat(errors("C_Sign", "CKR_DEVICE_ERROR")).isOne();
    assertThat(watch.isOn()).isFalse();
    assertThat(registry.getMeters())
        .extracting(m -> m.getId().getType())
        .doesNotContain(Meter.Type.GAUGE);
  }
}
