package dev.kekkai.cryptoki;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.profile.HsmProfile;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Puts a token together: module, first connection, and who looks after it. */
final class TokenOpening {
  private final KekkaiConfig config;
  private final TokenListener listener;

  TokenOpening(KekkaiConfig config, TokenListener listener) {
    this.config = config;
    this.listener = new QuietListener(listener);
  }

  Token open(@Nullable BindingFactory binding, LoginConsent consent) throws TokenException {
    TokenConnector connector = new TokenConnector(config, listener);
    ModuleHost host = connector.acquire(binding);
    boolean opened = false;
    try {
      Token token = open(host, connector, consent);
      opened = true;
      return token;
    } finally {
      if (!opened) {
        ModuleRegistry.release(host);
      }
    }
  }

  private Token open(ModuleHost host, TokenConnector connector, LoginConsent consent)
      throws TokenException {
    AtomicReference<@Nullable Supervisor> supervisor = new AtomicReference<>();
    Runnable suspicion =
        () -> {
          Supervisor s = supervisor.get();
          if (s != null) {
            s.suspect();
          }
        };
    host.awaitLooks(null);
    CryptokiModule module = host.newIncarnation(suspicion);
    @Nullable Connection connection = null;
    boolean opened = false;
    try {
      HsmProfile profile = connector.profile(module);
      connection = connector.connect(module, profile, consent);
      HealthCheck check = new HealthCheck(Login.required(connection.info(), profile));
      Supervisor made =
          new Supervisor(
              connection.info().describe(),
              connection,
              new RecoveryMeans(host, connector, profile, check, suspicion),
              listener,
              TokenTimes.of(config));
      Token token = new Token(host, profile, connection, made, config, listener);
      supervisor.set(made);
      made.start();
      opened = true;
      return token;
    } finally {
      if (!opened) {
        if (connection != null) {
          connection.close();
        }
        host.retire(module, Duration.ofSeconds(1));
      }
    }
  }
}
