package dev.kekkai.keyserver;

import dev.kekkai.keyserver.config.KeyServerConfig;
import dev.kekkai.keyserver.tls.TlsFileException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A key server: everything that {@code key-server.yaml} says, started and ended. Thread-safe.
 *
 * <p>Its provider is appended to the JVM's list while it runs, so several servers in one process
 * need a {@code name} each in their {@code kekkai.properties}.
 */
public final class KeyServer implements AutoCloseable {
  private final KeyServerConfig config;
  private final Openings openings = new Openings();
  private final Patience patience = new Patience();
  private final ServerReadiness readiness = new ServerReadiness();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private volatile @Nullable Integer port;

  /**
   * For one configuration; nothing is opened yet.
   *
   * @param config what the operator says
   */
  public KeyServer(KeyServerConfig config) {
    this.config = config;
  }

  /**
   * Starts, and returns when clients are served. Health and metrics answer before that; HSM and
   * database are waited for.
   *
   * @throws StartException when it can't start and waiting would not help, or when it is closed
   *     meanwhile; everything is closed then
   * @throws dev.kekkai.config.problem.ConfigException with all that is wrong in {@code
   *     kekkai.properties}
   */
  public void start() throws StartException {
    boolean started = false;
    try {
      Assembly assembly = new Assembly(config, openings, patience, readiness, registry);
      assembly.management();
      port = assembly.clients();
      started = true;
    } catch (TlsFileException | IOException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /**
   * Where clients connect.
   *
   * @return the port
   * @throws IllegalStateException before {@link #start} has returned
   */
  public int port() {
    Integer known = port;
    if (known == null) {
      throw new IllegalStateException("The key server has not started");
    }
    return known;
  }

  /**
   * Takes no more requests, lets those under way finish, seals the audit log's end and closes the
   * token. May be called at any time and from any thread; a second call does nothing.
   */
  @Override
  public void close() {
    patience.end();
    openings.closeAll();
  }
}
