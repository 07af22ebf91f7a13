package dev.kekkai.cryptoki;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.config.profile.HsmProfile;
import dev.kekkai.cryptoki.state.OutageJournal;
import dev.kekkai.cryptoki.state.StateNames;
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

  private TokenListener writingDown(TokenInfo info) {
    OutageJournal journal = new OutageJournal(config.stateDir(), StateNames.of(info));
    return new OutageWriter(listener, journal, info.describe());
  }

  private Token open(ModuleHost host, TokenConnector connector, LoginConsent consent)
      throws TokenException {
    AtomicReference<@Nullable ConnectionPlace> known = new AtomicReference<>();
    Runnable suspicion =
        () -> {
          ConnectionPlace place = known.get();
          if (place != null) {
            place.hurry("another token of the module is away");
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
      String name = connection.info().describe();
      TokenTimes times = TokenTimes.of(config);
      ConnectionPlace place = new ConnectionPlace(name, connection, times);
      Supervisor supervisor =
          new Supervisor(
              name,
              place,
              new RecoveryMeans(host, connector, profile, check, suspicion),
              writingDown(connection.info()),
              times);
      Token token = new Token(host, profile, connection, supervisor, place, config, listener);
      known.set(place);
      supervisor.start();
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
