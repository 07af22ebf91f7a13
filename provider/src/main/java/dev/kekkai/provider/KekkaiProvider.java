package dev.kekkai.provider;

import dev.kekkai.config.KekkaiConfig;
import dev.kekkai.cryptoki.LoginConsent;
import dev.kekkai.provider.bulk.HsmEngine;
import dev.kekkai.provider.bulk.SoftwareEngine;
import dev.kekkai.provider.keys.Deks;
import dev.kekkai.provider.keys.KeyMaker;
import dev.kekkai.provider.keys.KeyWrapper;
import dev.kekkai.provider.keys.TokenKeys;
import dev.kekkai.provider.keys.TokenSource;
import dev.kekkai.provider.spi.ServiceCatalog;
import dev.kekkai.provider.spi.support.SpiContext;
import java.nio.file.Path;
import java.security.Provider;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Kekkai as a JCA provider. {@code new KekkaiProvider().configure("/path/kekkai.properties")} gives
 * a configured one; append it to the provider list, never insert it first. Nothing is loaded before
 * the first key is used. Thread-safe.
 */
public final class KekkaiProvider extends Provider implements AutoCloseable {
  private static final long serialVersionUID = 1L;

  /** The provider's name, to which a configured {@code name} is appended with a hyphen. */
  public static final String NAME = "Kekkai";

  private static final String VERSION = "0.1";
  private static final String INFO =
      "Kekkai: HSM-backed envelope encryption over PKCS#11 (AES-GCM, AES key wrap, RSA-OAEP)";

  private final transient @Nullable TokenSource source;
  private final transient @Nullable TokenKeys keys;
  private final transient @Nullable KeyMaker maker;
  private final transient @Nullable Deks deks;

  /** Not registered, or a provider list that begins with Kekkai would make it the JVM's default. */
  private final transient @Nullable Service random;

  /** An unconfigured provider: it offers no services, only {@link #configure}. */
  public KekkaiProvider() {
    super(NAME, VERSION, INFO);
    source = null;
    keys = null;
    maker = null;
    deks = null;
    random = null;
  }

  private KekkaiProvider(TokenSource tokenSource, TokenKeys tokenKeys) {
    super(tokenSource.watch().provider(), VERSION, INFO);
    source = tokenSource;
    keys = tokenKeys;
    maker = new KeyMaker(tokenSource, tokenKeys);
    deks =
        new Deks(
            tokenSource, tokenKeys, new HsmEngine(tokenSource), new SoftwareEngine(tokenSource));
    KeyWrapper wrapper = new KeyWrapper(tokenSource, tokenKeys);
    SpiContext context = new SpiContext(getName(), tokenSource, tokenKeys, maker, deks, wrapper);
    ServiceCatalog.services(this, context).forEach(this::putService);
    random = ServiceCatalog.random(this, context);
  }

  /**
   * A provider for a configuration made in memory.
   *
   * @param config the configuration
   * @return a configured provider; the caller closes it
   */
  public static KekkaiProvider of(KekkaiConfig config) {
    return of(config, LoginConsent.USUAL);
  }

  /**
   * As {@link #of(KekkaiConfig)} with what a person has said about the login.
   *
   * @param config the configuration
   * @param consent for the first login only
   * @return a configured provider; the caller closes it
   */
  public static KekkaiProvider of(KekkaiConfig config, LoginConsent consent) {
    TokenSource source = new TokenSource(config, null, consent);
    return new KekkaiProvider(source, new TokenKeys(source));
  }

  /** Over parts made elsewhere, for tests that count calls or turn the clock. */
  static KekkaiProvider over(TokenSource source, TokenKeys keys) {
    return new KekkaiProvider(source, keys);
  }

  /**
   * A provider for a configuration file.
   *
   * @param file path of {@code kekkai.properties}
   * @return a new provider; this one is unchanged
   * @throws dev.kekkai.config.problem.ConfigException with all that is wrong in the file
   */
  @Override
  public KekkaiProvider configure(String file) {
    return of(KekkaiConfig.load(Path.of(file)));
  }

  @Override
  public @Nullable Service getService(String type, String algorithm) {
    Service generator = random;
    return generator != null
            && generator.getType().equalsIgnoreCase(type)
            && generator.getAlgorithm().equalsIgnoreCase(algorithm)
        ? generator
        : super.getService(type, algorithm);
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // what is shared is read by super
  public Set<Service> getServices() {
    Set<Service> services = new LinkedHashSet<>(super.getServices());
    if (random != null) {
      services.add(random);
    }
    return Collections.unmodifiableSet(services);
  }

  @Override
  public boolean isConfigured() {
    return source != null;
  }

  /**
   * The token behind this provider.
   *
   * @return where it comes from; connected at first use
   * @throws IllegalStateException when not configured
   */
  public TokenSource source() {
    return configured(source);
  }

  /**
   * The keys on the token.
   *
   * @return KEKs, index keys and seal keys by alias
   * @throws IllegalStateException when not configured
   */
  public TokenKeys tokenKeys() {
    return configured(keys);
  }

  /**
   * Makes and rotates keys on the token.
   *
   * @return the maker
   * @throws IllegalStateException when not configured
   */
  public KeyMaker maker() {
    return configured(maker);
  }

  /**
   * Makes, opens and rewraps DEKs.
   *
   * @return the DEK operations
   * @throws IllegalStateException when not configured
   */
  public Deks deks() {
    return configured(deks);
  }

  /**
   * Adds a listener, unless it is there already. One that hears of operations costs every operation
   * a look at the clock and what the listener itself takes.
   *
   * @param listener hears of everything from now on
   * @throws IllegalStateException when not configured
   */
  public void addListener(KekkaiListener listener) {
    source().watch().add(listener);
  }

  /**
   * Removes a listener. Operations under way on other threads may still tell it.
   *
   * @param listener one that was added, or nothing happens
   * @throws IllegalStateException when not configured
   */
  public void removeListener(KekkaiListener listener) {
    source().watch().remove(listener);
  }

  /**
   * How the token and this provider are. Touches neither; may be asked as often as one likes.
   *
   * @return state, sessions and DEKs at this moment
   * @throws IllegalStateException when not configured
   */
  public KekkaiHealth health() {
    TokenSource from = source();
    return new KekkaiHealth(getName(), from.health(), from.trouble(), from.openDeks());
  }

  /** Closes the token: DEKs in it vanish, and every later operation fails with a clear error. */
  @Override
  public void close() {
    if (source != null) {
      source.close();
    }
  }

  private static <T> T configured(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException(
          "This Kekkai provider is not configured; use configure(\"/path/kekkai.properties\")");
    }
    return part;
  }
}
