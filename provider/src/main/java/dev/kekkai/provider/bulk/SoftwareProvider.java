package dev.kekkai.provider.bulk;

import dev.kekkai.config.BulkMode;
import dev.kekkai.config.BulkSettings;
import dev.kekkai.cryptoki.RefusedConfigurationException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.Locale;
import javax.crypto.Cipher;

/** The JCA provider that {@code software.provider} names. */
public final class SoftwareProvider {
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";

  private SoftwareProvider() {}

  /**
   * Refuses a configuration with {@code bulk = software} whose provider can't do the work, before
   * anything is done with it.
   *
   * @param bulk what the configuration says
   * @throws RefusedConfigurationException when no provider of that name is registered, or it has no
   *     {@code AES/GCM/NoPadding}
   */
  public static void requireFor(BulkSettings bulk) throws RefusedConfigurationException {
    if (bulk.mode() == BulkMode.SOFTWARE) {
      named(bulk.softwareProvider());
    }
  }

  static Provider named(String name) throws RefusedConfigurationException {
    Provider provider = Security.getProvider(name);
    if (provider == null) {
      throw new RefusedConfigurationException(
          String.format(
              Locale.ROOT,
              "software.provider = %s: names no registered JCA provider; there are %s",
              name,
              Arrays.stream(Security.getProviders()).map(Provider::getName).toList()));
    }
    try {
      Cipher.getInstance(TRANSFORMATION, provider);
      return provider;
    } catch (GeneralSecurityException e) {
      throw new RefusedConfigurationException(
          String.format(
              Locale.ROOT,
              "software.provider = %s: has no %s, which bulk = software needs (%s)",
              name,
              TRANSFORMATION,
              e.getMessage()));
    }
  }
}
