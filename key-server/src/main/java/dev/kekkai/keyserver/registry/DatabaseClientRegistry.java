package dev.kekkai.keyserver.registry;

import dev.kekkai.config.problem.ConfigException;
import dev.kekkai.keyserver.chore.Chores;
import dev.kekkai.keyserver.chore.LastDone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry as a server uses it: in memory, looked at anew several times a second. When the
 * newest document can't be read, what was known last stays; so it does while the database is away,
 * but for {@link #MAX_AGE} only: a client may have been suspended or removed meanwhile, so after
 * that nobody is known. Thread-safe.
 *
 * <p>A suspension by this server holds here before it is in the database, and also when it can't
 * get there; then it is written as soon as the database is back.
 */
public final class DatabaseClientRegistry implements ClientRegistry, AutoCloseable {
  /** Short enough that a change shows within a second although an answer takes its time. */
  private static final Duration EVERY = Duration.ofMillis(400);

  /** How old what is known may be; older, lookups fail. */
  public static final Duration MAX_AGE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseClientRegistry.class);

  private final LastDone look;
  private final RegistryStore store;
  private final String server;
  private final Chores chores = new Chores("kekkai-registry");

  /** Held while the database is asked. */
  private final ReentrantLock looking = new ReentrantLock();

  /** Held for moments only, never while the database is asked. */
  private final Object lock = new Object();

  /** Suspended here, but perhaps not in the database yet: client to reason. */
  private final Map<String, String> unwritten = new ConcurrentHashMap<>();

  private volatile Snapshot snapshot = Snapshot.EMPTY;

  /** How often this server suspended somebody: who looked before may not overwrite it. */
  private long suspensionsHere;

  /** A newest version that is not used, to say so once. Guarded by looking. */
  private @Nullable StoredVersion refused;

  /** What came before anybody watched. Guarded by looking. */
  private final List<RegistryChange> early = new ArrayList<>();

  /** Told of new versions. Guarded by looking. */
  private Consumer<RegistryChange> watcher = early::add;

  /** Whether nothing was looked at before. Guarded by looking. */
  private boolean first = true;

  private DatabaseClientRegistry(RegistryStore store, String server, LongSupplier nanos) {
    this.store = store;
    this.server = server;
    this.look = new LastDone(MAX_AGE, nanos);
  }

  /**
   * Reads the registry and keeps looking.
   *
   * @param store where it is
   * @param server this server's name, for suspensions
   * @return the registry, to be closed by the caller
   * @throws RegistryUnavailableException when the database does not answer
   */
  public static DatabaseClientRegistry open(RegistryStore store, String server) {
    return open(store, server, System::nanoTime);
  }

  static DatabaseClientRegistry open(RegistryStore store, String server, LongSupplier nanos) {
    DatabaseClientRegistry registry = new DatabaseClientRegistry(store, server, nanos);
    boolean done = false;
    try {
      registry.look();
      registry.chores.every(EVERY, "read the client registry", registry::look);
      done = true;
      return registry;
    } finally {
      if (!done) {
        registry.close();
      }
    }
  }

  @Override
  public Optional<RegisteredClient> byKeyId(String keyId) {
    if (!isCurrent()) {
      throw new RegistryUnavailableException(
          "The client registry could not be read for " + MAX_AGE.toSeconds() + " s");
    }
    return Optional.ofNullable(snapshot.byKeyId().get(keyId));
  }

  /**
   * Whether what is known is recent enough to go by.
   *
   * @return false when it is older than {@link #MAX_AGE}
   */
  public boolean isCurrent() {
    return look.isRecent();
  }

  /**
   * Has somebody told of new versions, and at once of those taken over before he came: so none is
   * missed that was applied while no server ran.
   *
   * @param listener returns quickly and throws nothing; in the place of the one before
   */
  public void watch(Consumer<RegistryChange> listener) {
    looking.lock();
    try {
      watcher = listener;
      early.forEach(listener);
      early.clear();
    } finally {
      looking.unlock();
    }
  }

  /**
   * Which version counts here now.
   *
   * @return 0 while there is none
   */
  public long version() {
    return snapshot.version().version();
  }

  @Override
  public void suspend(String client, String reason) {
    synchronized (lock) {
      unwritten.put(client, reason);
      suspensionsHere++;
      Set<String> suspended = new HashSet<>(snapshot.suspended());
      suspended.add(client);
      snapshot = snapshot.with(suspended);
    }
    writeSuspensions();
  }

  private void writeSuspensions() {
    unwritten.forEach(
        (client, reason) -> {
          store.suspend(client, server, reason);
          unwritten.remove(client, reason);
        });
  }

  /** Looks at the database. Not called while somebody waits for an answer. */
  void look() {
    looking.lock();
    try {
      lookAlone();
    } finally {
      looking.unlock();
    }
  }

  private void lookAlone() {
    long began = look.now();
    long seen;
    synchronized (lock) {
      seen = suspensionsHere;
    }
    writeSuspensions();
    Set<String> suspended =
        store.suspensions().stream().map(Suspension::client).collect(Collectors.toSet());
    Snapshot known = snapshot;
    Optional<StoredVersion> newest =
        store.history(1).stream().filter(version -> isNew(version, known.version())).findFirst();
    if (publish(seen, newest.map(this::read).orElse(known), suspended)) {
      look.doneAt(began);
    }
    first = false;
  }

  /** Versions are never removed: an older one is somebody's doing, or a backup put back. */
  private boolean isNew(StoredVersion newest, StoredVersion known) {
    if (newest.equals(known) || newest.equals(refused)) {
      return false;
    }
    if (newest.version() < known.version()) {
      refuse(newest, "the newest in the database is " + newest.version());
      return false;
    }
    return true;
  }

  private Snapshot read(StoredVersion newest) {
    Snapshot known = snapshot;
    try {
      RegistryDocument document =
          RegistryDocument.parse(
              "registry version " + newest.version(),
              store.version(newest.version()).map(StoredDocument::text).orElse(""));
      if (!document.sha256().equals(newest.sha256())) {
        refuse(newest, "the document of version " + newest.version() + " has another SHA-256");
        return known;
      }
      take(RegistryChange.between(known.entries(), document.clients(), newest, !first));
      return Snapshot.of(newest, document.clients(), known.suspended());
    } catch (ConfigException e) {
      refuse(newest, String.valueOf(e.getMessage()));
      return known;
    }
  }

  private void take(RegistryChange change) {
    refused = null;
    LOG.info("Client registry: {}", change.describe());
    watcher.accept(change);
  }

  private void refuse(StoredVersion newest, String why) {
    refused = newest;
    LOG.error("Client registry: version {} stays in use: {}", version(), why);
  }

  /** Whether what was seen is what counts now. */
  private boolean publish(long seen, Snapshot next, Set<String> suspended) {
    synchronized (lock) {
      if (seen != suspensionsHere) {
        return false; // the next look sees that suspension too
      }
      if (next.version().equals(snapshot.version()) && suspended.equals(next.suspended())) {
        return true;
      }
      if (!suspended.equals(snapshot.suspended())) {
        LOG.info(
            "Client registry: suspended are {}",
            suspended.stream().map(RegistryChange::line).sorted().toList());
      }
      snapshot = next.with(suspended);
      return true;
    }
  }

  /** Stops looking. */
  @Override
  public void close() {
    chores.close();
  }
}
