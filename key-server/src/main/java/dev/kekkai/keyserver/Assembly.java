package dev.kekkai.keyserver;

import dev.kekkai.formats.httpsig.SignaturePolicy;
import dev.kekkai.formats.kekset.KekSetSigner;
import dev.kekkai.formats.kekset.KekSetVerifier;
import dev.kekkai.keyserver.access.Authenticator;
import dev.kekkai.keyserver.access.ItemService;
import dev.kekkai.keyserver.alarm.AlarmListener;
import dev.kekkai.keyserver.alarm.Alarms;
import dev.kekkai.keyserver.audit.AuditLogs;
import dev.kekkai.keyserver.audit.AuditService;
import dev.kekkai.keyserver.audit.AuditUnavailableException;
import dev.kekkai.keyserver.audit.format.SealKey;
import dev.kekkai.keyserver.audit.reject.RejectLog;
import dev.kekkai.keyserver.audit.reject.Rejects;
import dev.kekkai.keyserver.audit.verify.AuditExport;
import dev.kekkai.keyserver.audit.witness.Witness;
import dev.kekkai.keyserver.chore.Chores;
import dev.kekkai.keyserver.config.KeyServerConfig;
import dev.kekkai.keyserver.config.ListenAddress;
import dev.kekkai.keyserver.db.Database;
import dev.kekkai.keyserver.http.AuditPages;
import dev.kekkai.keyserver.http.ClientListener;
import dev.kekkai.keyserver.http.ManagementListener;
import dev.kekkai.keyserver.http.Services;
import dev.kekkai.keyserver.keks.JdbcKekSetStore;
import dev.kekkai.keyserver.keks.KeksUnavailableException;
import dev.kekkai.keyserver.keks.TokenKekSource;
import dev.kekkai.keyserver.keks.TokenKeks;
import dev.kekkai.keyserver.limit.Limits;
import dev.kekkai.keyserver.registry.DatabaseClientRegistry;
import dev.kekkai.keyserver.registry.RegistryStore;
import dev.kekkai.keyserver.tls.ServerTls;
import dev.kekkai.keyserver.tls.TlsFileException;
import dev.kekkai.keyserver.tls.TlsFiles;
import dev.kekkai.provider.KekkaiProvider;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a server together, in the order in which its parts need each other. For one thread. */
final class Assembly {
  private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

  private final KeyServerConfig config;
  private final Openings openings;
  private final Patience patience;
  private final ServerReadiness readiness;
  private final PrometheusMeterRegistry registry;
  private final Clock clock = Clock.systemUTC();

  Assembly(
      KeyServerConfig config,
      Openings openings,
      Patience patience,
      ServerReadiness readiness,
      PrometheusMeterRegistry registry) {
    this.config = config;
    this.openings = openings;
    this.patience = patience;
    this.readiness = readiness;
    this.registry = registry;
  }

  /** Opens health and metrics, if they are wanted. */
  void management() throws IOException {
    ListenAddress listen = config.management();
    if (listen != null) {
      openings.add(new ManagementListener(listen, readiness, registry).start());
    }
  }

  /** Opens everything else; the port. */
  int clients() throws StartException, TlsFileException, IOException {
    ServerTls tls = new ServerTls(new TlsFiles(config.tls()));
    KekkaiProvider provider = new TokenOpening(config, openings, patience, registry).open();
    TokenSealKey seal = sealKey(provider, "seal-key", config.sealKey());
    TokenSealKey catalogue = sealKey(provider, "catalogue-seal-key", config.catalogueSealKey());
    Database database =
        openings.add(
            patience.await(
                "the database", () -> Database.open(config.database()), DatabaseTrouble::mayPass));
    TokenKeks keks = keks(provider, catalogue, database);
    Limits limits =
        openings.add(patience.await("the database", () -> Limits.open(database), e -> true));
    Registry clients = clients(database);
    AuditService audit = audit(database, seal, provider);
    ItemService items =
        new ItemService(
            keks,
            limits.quotas(),
            audit,
            clients.alarms(),
            clock,
            threads(),
            config.keks().parallel(),
            registry);
    Authenticator authenticator =
        new Authenticator(
            clients.registry(), limits.nonces(), audit, SignaturePolicy.standard(), clock);
    RejectLog rejects =
        openings.add(Rejects.start(database, config.name(), config.rejects(), clock));
    return listen(tls, new Services(authenticator, items, keks, pages(database)), rejects);
  }

  private TokenSealKey sealKey(KekkaiProvider provider, String setting, String name)
      throws StartException {
    return patience.await(
        "the key " + name, () -> TokenSealKey.find(provider, setting, name), TokenOpening::mayPass);
  }

  private TokenKeks keks(KekkaiProvider provider, TokenSealKey seal, Database database)
      throws StartException {
    TokenKeks keks =
        openings.add(
            new TokenKeks(
                config.keks().names(),
                new TokenKekSource(provider, config.keks().names()),
                new JdbcKekSetStore(database.connections(), config.name()),
                new KekSetSigner(seal.privateKey(), seal.publicKey()),
                new KekSetVerifier(List.of(seal.publicKey())),
                config.keks().valid(),
                clock));
    patience.await(
        "the KEKs",
        () -> {
          keks.start(config.keks().look());
          return keks;
        },
        KeksUnavailableException.class::isInstance);
    readiness.has(keks);
    return keks;
  }

  private record Registry(DatabaseClientRegistry registry, Alarms alarms) {}

  private Registry clients(Database database) throws StartException, TlsFileException {
    DatabaseClientRegistry clients =
        openings.add(
            patience.await(
                "the client registry",
                () ->
                    DatabaseClientRegistry.open(
                        new RegistryStore(database.connections(), clock), config.name()),
                e -> true));
    readiness.hasRegistry(clients::isCurrent);
    List<AlarmListener> listeners =
        Observers.alarmListeners(config.alarmTargets(), openings, registry, clock);
    Alarms opened =
        openings.add(
            Alarms.open(
                config.alarms(),
                config.name(),
                database.connections(),
                database.dialect(),
                clients,
                listeners,
                registry,
                clock));
    readiness.hasAlarms(opened::isCurrent);
    clients.watch(opened::registryChanged);
    return new Registry(clients, opened);
  }

  private AuditService audit(Database database, TokenSealKey seal, KekkaiProvider provider)
      throws StartException {
    SealKey key = new SealKey(seal.privateKey(), seal.publicKey(), provider);
    List<Witness> witnesses = Observers.witnesses(config, clock);
    AuditService audit =
        openings.add(
            patience.await(
                "the audit log",
                () -> AuditLogs.start(database, config.audit(), key, witnesses, clock),
                AuditUnavailableException.class::isInstance));
    readiness.has(audit);
    AuditMeters.bind(audit, registry);
    return audit;
  }

  private ExecutorService threads() {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            config.keks().parallel(),
            work -> {
              Thread thread = new Thread(work, "kekkai-open");
              thread.setDaemon(true);
              return thread;
            });
    openings.add(threads::shutdownNow);
    return threads;
  }

  private static AuditPages pages(Database database) {
    return (chain, from, limit, out) -> {
      if (chain == null) {
        AuditExport.chains(database, from - 1, limit, out);
      } else {
        AuditExport.part(database, chain, from, limit, out);
      }
    };
  }

  private int listen(ServerTls tls, Services services, RejectLog rejects) throws IOException {
    TimeGauge.builder(
            "kekkai.server.tls.expires",
            tls,
            TimeUnit.SECONDS,
            t -> t.certificate().getNotAfter().toInstant().getEpochSecond())
        .description("When the server's certificate expires, since 1970")
        .register(registry);
    Chores chores = openings.add(new Chores("kekkai-tls"));
    chores.every(config.tls().reload(), "look at the TLS files", tls::reloadIfChanged);
    ClientListener listener =
        openings.add(
            new ClientListener(config.listen(), config.limits(), tls, services, rejects, registry)
                .start());
    openings.add(() -> readiness.serving(false));
    readiness.serving(true);
    LOG.info(
        "Key server {} serves {} on port {}",
        config.name(),
        config.keks().names(),
        listener.port());
    return listener.port();
  }
}
