package dev.kekkai.cryptoki;

import dev.kekkai.config.profile.HsmProfile;
import java.util.Locale;

/**
 * What a recovery works with.
 *
 * @param suspicion makes the token look whether it is still there; must not block
 */
record RecoveryMeans(
    ModuleHost host,
    TokenConnector connector,
    HsmProfile profile,
    HealthCheck check,
    Runnable suspicion) {

  boolean mayReinitialize() {
    return host.mayReinitialize() && profile.init().reinit();
  }

  void requireReinitialization() throws RestartRequiredException {
    if (!host.mayReinitialize()) {
      throw new RestartRequiredException(
          "With sharing = shared the PKCS#11 module is not Kekkai's to initialise again", null);
    }
    if (!profile.init().reinit()) {
      throw new RestartRequiredException(
          String.format(
              Locale.ROOT,
              "The module can't be initialised twice in a process (profile %s, init.reinit = no)",
              profile.name()),
          null);
    }
  }
}
