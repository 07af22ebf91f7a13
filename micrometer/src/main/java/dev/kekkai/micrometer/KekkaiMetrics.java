package dev.kekkai.micrometer;

import dev.kekkai.provider.KekkaiProvider;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;

/**
 * Binds a provider to Micrometer: {@code new KekkaiMetrics(provider).bindTo(registry)}. Every meter
 * bears the provider's name; docs/observability.md lists them. Their number is bounded: tags are
 * enums, PKCS #11 function names, and CKR_ names of the standard, with one value for all codes of
 * vendors. Thread-safe.
 */
public final class KekkaiMetrics implements MeterBinder, AutoCloseable {
  private final KekkaiProvider provider;
  private final List<Binding> bindings = new ArrayList<>();

  private record Binding(MeterRegistry registry, MeterListener listener, List<Meter> gauges) {}

  /**
   * For one provider; nothing is measured before {@link #bindTo}.
   *
   * @param provider a configured provider
   */
  public KekkaiMetrics(KekkaiProvider provider) {
    this.provider = provider;
  }

  /**
   * Measures into a registry from now on, which costs every operation two looks at the clock.
   *
   * @param registry where the meters go
   */
  @Override
  public void bindTo(MeterRegistry registry) {
    MeterListener listener = new MeterListener(registry, provider.getName());
    List<Meter> gauges = HealthGauges.register(registry, provider);
    synchronized (bindings) {
      bindings.add(new Binding(registry, listener, gauges));
    }
    provider.addListener(listener);
  }

  /** Stops measuring. Timers and counters stay as they are, gauges are taken out. */
  @Override
  public void close() {
    synchronized (bindings) {
      for (Binding binding : bindings) {
        provider.removeListener(binding.listener());
        binding.gauges().forEach(binding.registry()::remove);
      }
      bindings.clear();
    }
  }
}
