package dev.kekkai.micrometer;

import dev.kekkai.cryptoki.Ckr;
import dev.kekkai.cryptoki.RecoveryLevel;
import dev.kekkai.provider.KekkaiListener;
import dev.kekkai.provider.Operation;
import dev.kekkai.provider.Outcome;
import dev.kekkai.provider.Place;
import dev.kekkai.provider.keys.KekRef;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts and times what a provider tells, into one registry. Thread-safe. */
final class MeterListener implements KekkaiListener {
  private final MeterRegistry registry;
  private final String provider;
  private final OperationTimers operations;

  MeterListener(MeterRegistry registry, String provider) {
    this.registry = registry;
    this.provider = provider;
    this.operations = new OperationTimers(registry, provider);
  }

  @Override
  public void operation(Operation what, Place place, Outcome outcome, long nanos) {
    operations.timer(what, place, outcome).record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void failed(String function, long returnValue) {
    Counter.builder("kekkai.token.errors")
        .description("PKCS#11 functions that answered something else than CKR_OK")
        .tag("provider", provider)
        .tag("function", function)
        .tag("ckr", Ckr.isVendorDefined(returnValue) ? "vendor" : Ckr.name(returnValue))
        .register(registry)
        .increment();
  }

  @Override
  public void waited(long nanos, boolean got) {
    Timer.builder("kekkai.session.wait")
        .description("Waits for a session while none was free")
        .tag("provider", provider)
        .tag("outcome", got ? "ok" : "failed")
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void recovered(RecoveryLevel level, int attempts, Duration outage) {
    Counter.builder("kekkai.recoveries")
        .description("How often the token was got back")
        .tag("provider", provider)
        .tag("level", OperationTimers.tag(level))
        .register(registry)
        .increment();
    Timer.builder("kekkai.outage")
        .description("From the first sign of trouble until the token was back")
        .tag("provider", provider)
        .register(registry)
        .record(outage);
  }

  @Override
  public void kept(String borrower, Duration lent) {
    Counter.builder("kekkai.sessions.kept")
        .description("Sessions found lent for longer than sessions.leak-after")
        .tag("provider", provider)
        .register(registry)
        .increment();
  }

  @Override
  public void budget(KekRef kek, int percent, long used, long max) {
    Counter.builder("kekkai.dek.budget")
        .description("DEKs whose use budget passed a threshold, in percent")
        .tag("provider", provider)
        .tag("threshold", Integer.toString(percent))
        .register(registry)
        .increment();
  }
}
