package dev.kekkai.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ClientConfig} describes, ready for use. Close it in the end. Thread-safe.
 *
 * <p>Certificates and keys are read here, once: after a renewal make a new one.
 */
public final class Clients implements AutoCloseable {

  private final String source;
  private final @Nullable KekSetCache keks;
  private final @Nullable KeyServerClient keyServer;

  private Clients(String source, @Nullable KekSetCache keks, @Nullable KeyServerClient keyServer) {
    this.source = source;
    this.keks = keks;
    this.keyServer = keyServer;
  }

  /**
   * Everything that the configuration has. With urls and a seal key the KEK set is refreshed from
   * time to time, in the background; a KEK set file that is not fit is passed over then, with a
   * warning in the log, until a refresh has replaced it.
   *
   * @param config the configuration
   * @return sealer and client
   * @throws ClientConfigException when its files are not fit, with all problems at once
   */
  public static Clients from(ClientConfig config) {
    ClientFiles files = new ClientFiles();
    KekSetCache keks = files.keks(config.sealing(), config.opening() != null);
    KeyServerClientBuilder builder = files.opening(config.opening(), keks);
    files.throwIfProblems(config.source());
    return new Clients(config.source(), keks, builder == null ? null : builder.build());
  }

  /**
   * Only what sealing needs: asks nobody, reads no private key.
   *
   * @param config the configuration
   * @return a sealer
   * @throws ClientConfigException when its files are not fit, with all problems at once
   */
  public static Clients forSealing(ClientConfig config) {
    ClientFiles files = new ClientFiles();
    KekSetCache keks = files.keks(config.sealing(), false);
    files.throwIfProblems(config.source());
    return new Clients(config.source(), keks, null);
  }

  /**
   * The KEK sets.
   *
   * @return the cache
   * @throws ClientConfigException when the configuration has no {@code seal-key}
   */
  public KekSetCache keks() {
    if (keks == null) {
      throw new ClientConfigException(source, List.of("seal-key: missing, sealing needs it"));
    }
    return keks;
  }

  /**
   * Seals offline.
   *
   * @return a sealer
   * @throws ClientConfigException when the configuration has no {@code seal-key}
   */
  public Sealer sealer() {
    return new Sealer(keks());
  }

  /**
   * Opens through the key server.
   *
   * @return the client, always the same one; closed with this
   * @throws ClientConfigException when the configuration has no {@code urls}
   */
  public KeyServerClient keyServer() {
    if (keyServer == null) {
      throw new ClientConfigException(source, List.of("urls: missing, opening needs them"));
    }
    return keyServer;
  }

  /** Closes the client. */
  @Override
  public void close() {
    if (keyServer != null) {
      keyServer.close();
    }
  }
}
