package dev.kekkai.keyserver;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.config.problem.Problem;
import dev.kekkai.cryptoki.TokenException;
import dev.kekkai.keyserver.config.KeyServerConfig;
import dev.kekkai.micrometer.KekkaiMetrics;
import dev.kekkai.provider.KekkaiProvider;
import dev.kekkai.provider.keys.KeyNotFoundException;
import dev.kekkai.provider.keys.UnfitKeyException;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.Security;
import java.util.List;

/** Connects to the token, and waits for it where that may help. For one thread. */
final class TokenOpening {
  private final KeyServerConfig config;
  private final Openings openings;
  private final Patience patience;
  private final MeterRegistry registry;

  TokenOpening(
      KeyServerConfig config, Openings openings, Patience patience, MeterRegistry registry) {
    this.config = config;
    this.openings = openings;
    this.patience = patience;
    this.registry = registry;
  }

  KekkaiProvider open() throws StartException {
    KekkaiConfig token = KekkaiConfig.load(config.kekkai());
    if (token.environment() != config.environment()) {
      throw new ConfigException(
          config.kekkai().toString(),
          List.of(
              new Problem(
                  "environment",
                  null,
                  "must be the same here and in the key server's configuration")));
    }
    KekkaiProvider provider = openings.add(KekkaiProvider.of(token));
    register(provider);
    KekkaiMetrics metrics = openings.add(new KekkaiMetrics(provider));
    metrics.bindTo(registry);
    // a refused PIN is not tried again by this; it is looked whether it was changed
    patience.await("the token", () -> provider.source().get(), TokenException.class::isInstance);
    return provider;
  }

  /** Last in the list: JCA then finds it for its own keys, and for no others. */
  private void register(KekkaiProvider provider) throws StartException {
    if (Security.addProvider(provider) < 0) {
      throw new StartException(
          "There is a provider named "
              + provider.getName()
              + " in this process already: give another 'name' in "
              + config.kekkai(),
          null);
    }
    openings.add(() -> Security.removeProvider(provider.getName()));
  }

  /** Whether a key may be there later without anybody making it. */
  static boolean mayPass(Exception e) {
    return e instanceof TokenException
        && !(e instanceof KeyNotFoundException)
        && !(e instanceof UnfitKeyException);
  }
}
