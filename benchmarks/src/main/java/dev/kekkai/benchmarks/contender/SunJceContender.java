package dev.kekkai.benchmarks.contender;

import java.security.Provider;
import java.security.Security;
import java.util.Locale;
import java.util.Optional;

/** The JDK's own AES-GCM with the key in memory: the bound of software mode. */
final class SunJceContender implements Contender {
  private final Provider provider = Security.getProvider("SunJCE");
  private final GcmWorks gcm = new GcmWorks(provider, SoftwareKey.fresh());

  @Override
  public String version() {
    return String.format(Locale.ROOT, "SunJCE %s", provider.getVersionStr());
  }

  @Override
  public Optional<Work> work(Operation operation, int bytes) throws Exception {
    return gcm.work(operation, bytes);
  }

  @Override
  public void close() {
    // keeps nothing open
  }
}
